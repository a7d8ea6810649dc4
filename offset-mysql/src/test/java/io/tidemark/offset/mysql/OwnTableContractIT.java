package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.offset.tck.offsets.GroupListingTests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** The whole contract, identities, times and writers included, on the own table. */
@Tag("long")
class OwnTableContractIT extends OffsetStoreContract implements GroupListingTests {

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return new MySqlOffsetStore(
                database.pool(),
                SqlStoreOptions.defaults().table(SqlTable.own()).writer(writer));
    }
}
