package io.tidemark.offset.postgresql;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The contract where the network cuts a write, on the wire of a real driver and a real server. */
@Tag("long")
class CutConnectionIT extends OffsetStoreCutContract {

    private final TestDatabase database = new TestDatabase(SharedServer.get());
    private final FaultProxy proxy = database.proxy();
    private final HikariDataSource throughProxy = database.pool(proxy);

    @AfterEach
    void close() {
        throughProxy.close();
        proxy.close();
        database.close();
    }

    @Override
    protected OffsetStore openStore() {
        return new PostgreSqlOffsetStore(database.pool());
    }

    @Override
    protected OffsetStore openStore(Cut cut) {
        PostgreSqlOffsetStore store = new PostgreSqlOffsetStore(throughProxy);
        TestDatabase.arm(proxy, cut);
        return store;
    }
}
