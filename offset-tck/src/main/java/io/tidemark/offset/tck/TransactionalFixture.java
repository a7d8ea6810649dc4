package io.tidemark.offset.tck;

import io.tidemark.offset.TransactionalOffsetStore;
import java.util.List;

/** What the tests of a job's own rows beside its offsets are run on. */
interface TransactionalFixture<C> {

    /** Opens a store on the data of this test, as one more driver would. */
    TransactionalOffsetStore<C> openTransactional();

    /** Writes one of the job's rows on the store's connection. */
    void writeJobRow(C connection, String row) throws Exception;

    /** The job's rows that are committed, in any order. */
    List<String> committedJobRows();
}
