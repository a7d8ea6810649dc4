package io.tidemark.offset;

/**
 * A store in the database of a job's own rows. Offsets and rows change in one transaction.
 *
 * @param <C> what the job's work runs on: a connection in the store's transaction
 * @since 0.1
 */
public interface TransactionalOffsetStore<C> extends OffsetStore {

    /**
     * Commits the offsets as {@link #commit} does and runs the job's work, both in one transaction: both are applied,
     * or neither is. The condition on the offsets is checked and their rows are locked first, so a driver that is
     * behind does no work at all. Then the work runs, and then the transaction is committed.
     *
     * <p>The work must not commit, roll back or close its connection, and must not keep it. It runs once for each call;
     * if it fails, nothing is applied.
     *
     * @param commit the commit; may hold empty ranges, but not only those
     * @param work the job's own work
     * @param <X> the exception type of the work
     * @throws X the exception of the work; nothing was applied
     * @throws OffsetConflictException if a stored offset is not its range's {@code from}; the work was not run
     * @throws CommitOutcomeUnknownException if the connection broke during the final commit; read back, and do not
     *     repeat the work
     * @throws OffsetStoreException if nothing was applied for another reason
     */
    <X extends Exception> void commitWith(OffsetCommit commit, Work<? super C, X> work) throws X;

    /**
     * A job's own work in a store's transaction.
     *
     * @param <C> what it runs on
     * @param <X> its exception type
     */
    @FunctionalInterface
    interface Work<C, X extends Exception> {

        /** Runs the work on the store's connection. */
        void run(C connection) throws X;
    }
}
