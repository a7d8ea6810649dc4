package io.tidemark.offset.hbase;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract. */
class HBaseOffsetStoreIT extends OffsetStoreContract implements GroupListingTests {

    private static final String TABLE = "contract";

    private static AsyncConnection connection;
    private static AsyncConnection another;

    private int opened;

    @BeforeAll
    static void connect() {
        connection = SharedHBase.connect();
        another = SharedHBase.connect();
    }

    @AfterAll
    static void close() {
        Connections.close(connection);
        Connections.close(another);
    }

    @BeforeEach
    void clear() {
        Tables tables = new Tables(connection);
        if (Tables.await(tables.admin().tableExists(TableName.valueOf(TABLE)))) {
            tables.clear(TABLE);
        }
    }

    /** Competing drivers have connections of their own. */
    @Override
    protected OffsetStore openStore(WriterName writer) {
        opened++;
        return new HBaseOffsetStore(
                opened % 2 == 0 ? another : connection,
                HBaseStoreOptions.defaults().table(TABLE).writer(writer));
    }
}
