package io.tidemark.spark;

import io.tidemark.metrics.Measurement;
import java.util.List;

/**
 * Measures a batch. Called on the driver, by one thread at a time, once for each batch with records, again after a
 * failure, and again for its parts if it is too large: for the sink, for {@code spark.driver.maxResultSize}, or because
 * this method throws {@link io.tidemark.offset.BatchTooLargeException}. The returned measurements are written exactly
 * once; no guarantee covers other effects. The batch before may not be written yet, so its measurements cannot be read
 * back here. The thread is interrupted when the timeout of a stop ends.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
@FunctionalInterface
public interface BatchMeasure<K, V> {

    /**
     * Measures a batch.
     *
     * @return its measurements, small enough for the driver; may be empty
     * @throws io.tidemark.offset.BatchTooLargeException if there would be too many for the driver's memory; the batch
     *     is measured again in smaller parts. It may also be thrown on an executor, where it fails the task
     * @throws Exception any failure; the stream stops, and nothing of this batch is written or committed
     */
    List<Measurement> measure(Batch<K, V> batch) throws Exception;
}
