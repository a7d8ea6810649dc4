package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.contract.SqlTestDatabase;
import io.tidemark.offset.jdbc.contract.TransactionalContract;

/** What a job's work may do on the store's connection, and what becomes of it. */
class TransactionalIT extends TransactionalContract {

    @Override
    protected SqlTestDatabase openDatabase() {
        return new TestDatabase(SharedServer.get());
    }
}
