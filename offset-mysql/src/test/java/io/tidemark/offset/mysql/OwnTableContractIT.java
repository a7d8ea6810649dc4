package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.OffsetStoreContract;
import org.junit.jupiter.api.AfterEach;

/** The whole contract, identities and times included, on the own table. */
class OwnTableContractIT extends OffsetStoreContract {

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    protected OffsetStore openStore() {
        return new MySqlOffsetStore(database.pool(), MySqlTable.own());
    }
}
