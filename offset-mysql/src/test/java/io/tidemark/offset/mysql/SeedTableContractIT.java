package io.tidemark.offset.mysql;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.tck.Kept;
import io.tidemark.offset.tck.OffsetStoreContract;
import org.junit.jupiter.api.AfterEach;

/** The whole contract on the table of older jobs, as this store creates it. */
class SeedTableContractIT extends OffsetStoreContract {

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    protected OffsetStore openStore() {
        return new MySqlOffsetStore(database.pool());
    }

    @Override
    public Kept identities() {
        return Kept.NOT_KEPT;
    }

    @Override
    public Kept times() {
        return Kept.NOT_KEPT;
    }
}
