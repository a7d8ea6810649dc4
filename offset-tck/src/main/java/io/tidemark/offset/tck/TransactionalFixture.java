package io.tidemark.offset.tck;

import io.tidemark.offset.TransactionalOffsetStore;
import java.util.List;

/** The fixture of the tests of a job's own rows beside its offsets. */
interface TransactionalFixture<C> {

    /** Opens a store on the data of this test, for another driver. */
    TransactionalOffsetStore<C> openTransactional();

    /** Writes one of the job's rows on the store's connection. */
    void writeJobRow(C connection, String row) throws Exception;

    /** The committed rows of the job, in any order. */
    List<String> committedJobRows();
}
