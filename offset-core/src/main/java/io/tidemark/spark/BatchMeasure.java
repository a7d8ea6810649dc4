package io.tidemark.spark;

import io.tidemark.metrics.Measurement;
import java.util.List;

/**
 * Measures a batch. Called on the driver, once for each batch and again after a failure; what it returns is written
 * exactly once, what it does besides is not covered by any guarantee.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface BatchMeasure<K, V> {

    /**
     * Measures a batch.
     *
     * @return its measurements, small enough for the driver; may be empty
     * @throws Exception whatever goes wrong; the stream stops, nothing of this batch is written or committed
     */
    List<Measurement> measure(Batch<K, V> batch) throws Exception;
}
