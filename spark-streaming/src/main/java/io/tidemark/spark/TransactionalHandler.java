package io.tidemark.spark;

/**
 * Does a job's own work on a batch in the store's transaction. Called on the driver, by one thread at a time, on the
 * connection that the offsets are committed on. The guarantee does not cover work outside this connection. The thread
 * is interrupted when the timeout of a stop ends.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param <C> the type of the connection
 * @since 0.1
 */
@FunctionalInterface
public interface TransactionalHandler<K, V, C> {

    /**
     * Handles a batch. The rows of the offsets are locked while it is read and aggregated: a second driver waits for
     * that time before it fails with a conflict.
     *
     * @param connection the store's, in its transaction; do not commit, roll back, close or keep it
     * @throws io.tidemark.offset.BatchTooLargeException if the batch is too large; the transaction is rolled back, and
     *     smaller parts are handled in transactions of their own. The same happens if the store finds the commit too
     *     large, or Spark the results for {@code spark.driver.maxResultSize}
     * @throws Exception any failure; the stream stops, and nothing of this batch is applied
     */
    void handle(Batch<K, V> batch, C connection) throws Exception;
}
