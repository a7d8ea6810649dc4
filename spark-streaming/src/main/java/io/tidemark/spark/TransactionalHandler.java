package io.tidemark.spark;

/**
 * Does a job's own work on a batch in the store's transaction. Called on the driver, by one thread at a time, on the
 * connection that the offsets are committed on; whatever it does elsewhere is not covered by the guarantee. The thread
 * is interrupted if a stop does not wait any longer.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param <C> the type of the connection
 */
@FunctionalInterface
public interface TransactionalHandler<K, V, C> {

    /**
     * Handles a batch. Reading and aggregating it takes as long as it takes, with the offsets' rows locked: a second
     * driver waits for that long before it learns that it has lost.
     *
     * @param connection the store's, in its transaction; not to be committed, rolled back, closed or kept
     * @throws io.tidemark.offset.BatchTooLargeException if the batch is too large; the transaction is rolled back, and
     *     smaller parts are handled in transactions of their own. The same happens if the store finds the commit too
     *     large, or Spark the results for {@code spark.driver.maxResultSize}
     * @throws Exception whatever goes wrong; the stream stops, nothing of this batch is applied
     */
    void handle(Batch<K, V> batch, C connection) throws Exception;
}
