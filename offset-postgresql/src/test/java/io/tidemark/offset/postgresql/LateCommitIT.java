package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.contract.LateCommitContract;
import io.tidemark.offset.jdbc.contract.SqlTestDatabase;

/** A COMMIT that is still on its way when its driver has given it up. */
class LateCommitIT extends LateCommitContract {

    @Override
    protected SqlTestDatabase openDatabase() {
        return new TestDatabase(SharedServer.get());
    }

    @Override
    protected String socketTimeoutOfOneSecond() {
        return "socketTimeout=1";
    }
}
