package io.tidemark.spark;

/**
 * Does a job's own work on a batch. Called on the driver, by one thread at a time, once for each batch with records, in
 * the order of their offsets; and after a crash or failure, where the guarantee repeats, once more for records that it
 * may have seen before, in batches with other bounds. The thread is interrupted if a stop does not wait any longer.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface BatchHandler<K, V> {

    /**
     * Handles a batch.
     *
     * @throws io.tidemark.offset.BatchTooLargeException if the batch is too large; with a guarantee that repeats, it is
     *     handled again in smaller parts, as after Spark's refusal of results above {@code spark.driver.maxResultSize}
     * @throws Exception whatever goes wrong; the stream stops, nothing of this batch is committed
     */
    void handle(Batch<K, V> batch) throws Exception;
}
