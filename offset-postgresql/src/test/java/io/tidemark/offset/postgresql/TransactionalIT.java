package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.contract.SqlTestDatabase;
import io.tidemark.offset.jdbc.contract.TransactionalContract;

/** Tests the work of a job on the store's connection, and its results. */
class TransactionalIT extends TransactionalContract {

    @Override
    protected SqlTestDatabase openDatabase() {
        return new TestDatabase(SharedServer.get());
    }
}
