package io.tidemark.offset.mysql;

import io.tidemark.offset.jdbc.contract.HistoryContract;
import io.tidemark.offset.jdbc.contract.SqlTestDatabase;

/** The history of writes, and the way back. */
class HistoryIT extends HistoryContract {

    @Override
    protected SqlTestDatabase openDatabase() {
        return new TestDatabase(SharedServer.get());
    }
}
