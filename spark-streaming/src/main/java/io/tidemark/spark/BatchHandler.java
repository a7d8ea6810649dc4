package io.tidemark.spark;

/**
 * Does a job's own work on a batch. Called on the driver, by one thread at a time, once for each batch with records, in
 * the order of their offsets. After a crash or a failure, if the guarantee repeats, it is called again for records that
 * it may have seen before, in batches with other bounds. The thread is interrupted when the timeout of a stop ends.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
@FunctionalInterface
public interface BatchHandler<K, V> {

    /**
     * Handles a batch.
     *
     * @throws io.tidemark.offset.BatchTooLargeException if the batch is too large; with a guarantee that repeats, it is
     *     handled again in smaller parts, as after Spark's refusal of results above {@code spark.driver.maxResultSize}
     * @throws Exception any failure; the stream stops, and nothing of this batch is committed
     */
    void handle(Batch<K, V> batch) throws Exception;
}
