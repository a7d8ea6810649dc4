package io.tidemark.offset;

/**
 * A store whose offsets and a job's own rows live in one database, and change there in one transaction.
 *
 * @param <C> what the job's work is done on: a connection in the store's transaction
 */
public interface TransactionalOffsetStore<C> extends OffsetStore {

    /**
     * Moves the offsets as {@link #commit} does and runs the job's work, both in one transaction: both are applied, or
     * neither is. The condition on the offsets is checked and their rows are locked first, so that a driver that has
     * been overtaken does no work at all; then the work runs; then the transaction is committed.
     *
     * <p>The work must not commit, roll back or close what it is given, and must not keep it. It runs once for each
     * call; if it fails, nothing is applied.
     *
     * @param commit what was covered; may hold empty ranges, but not only those
     * @param work the job's own work
     * @param <X> what the work may throw
     * @throws X what the work has thrown; nothing was applied
     * @throws OffsetConflictException if a stored offset is not its range's {@code from}; the work was not run
     * @throws CommitOutcomeUnknownException if the connection broke around the final commit; read back, do not do the
     *     work again
     * @throws OffsetStoreException if nothing was applied for another reason
     */
    <X extends Exception> void commitWith(OffsetCommit commit, Work<? super C, X> work) throws X;

    /**
     * A job's own work in a store's transaction.
     *
     * @param <C> what it is done on
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Work<C, X extends Exception> {

        /** Does the work on the store's connection. */
        void run(C connection) throws X;
    }
}
