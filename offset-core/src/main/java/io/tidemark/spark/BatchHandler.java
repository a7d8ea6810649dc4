package io.tidemark.spark;

/**
 * Does a job's own work on a batch. Called on the driver, once for each batch, and after a crash or failure once more for
 * records that it may have seen before.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface BatchHandler<K, V> {

    /**
     * Handles a batch.
     *
     * @throws Exception whatever goes wrong; the stream stops, nothing of this batch is committed
     */
    void handle(Batch<K, V> batch) throws Exception;
}
