package io.tidemark.offset.tck;

import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.offsets.TransactionalTests;
import java.util.List;

/**
 * The contract of a {@link TransactionalOffsetStore}: that of a store, and that of a job's own rows in the store's
 * transactions.
 *
 * @param <C> the connection of the job's work
 * @since 0.1
 */
public abstract class TransactionalOffsetStoreContract<C> extends OffsetStoreContract implements TransactionalTests<C> {

    /** For subclasses. */
    protected TransactionalOffsetStoreContract() {}

    @Override
    protected abstract TransactionalOffsetStore<C> openStore(WriterName writer);

    /**
     * Writes a row as a job would, to a place of this test that is empty at first.
     *
     * @param connection the connection that the store has passed to the work
     * @param row any short text; several may be equal
     */
    protected abstract void writeRow(C connection, String row) throws Exception;

    /** All rows that were written and committed, in any order, read over a separate connection. */
    protected abstract List<String> rows();

    @Override
    public final TransactionalOffsetStore<C> openTransactional() {
        return openStore(WriterName.ofThisProcess());
    }

    @Override
    public final void writeJobRow(C connection, String row) throws Exception {
        writeRow(connection, row);
    }

    @Override
    public final List<String> committedJobRows() {
        return rows();
    }
}
