package io.tidemark.offset.hbase;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.OffsetStoreCutContract;
import io.tidemark.offset.tck.fixture.Cut;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract of cut connections, by a client whose writes fail. */
class CutConnectionIT extends OffsetStoreCutContract {

    private static final String TABLE = "cut";

    private static AsyncConnection connection;

    @BeforeAll
    static void connect() {
        connection = SharedHBase.connect();
        new Tables(connection).create(TABLE, "tidemark");
    }

    @AfterAll
    static void close() {
        Connections.close(connection);
    }

    @BeforeEach
    void clear() {
        new Tables(connection).clear(TABLE);
    }

    @Override
    protected OffsetStore openStore() {
        return store(connection);
    }

    @Override
    protected OffsetStore openStore(Cut cut) {
        return store(FailingClient.around(connection, cut));
    }

    private static OffsetStore store(AsyncConnection client) {
        return new HBaseOffsetStore(client, HBaseStoreOptions.defaults().table(TABLE));
    }
}
