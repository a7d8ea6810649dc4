package io.tidemark.structured;

import io.tidemark.metrics.Measurement;
import java.util.List;
import org.apache.spark.sql.Dataset;

/**
 * Measures a batch. Called on the driver, by one thread at a time, once for each batch, and again after a failure. What
 * it returns is written exactly once; what it does besides is not covered by any guarantee.
 *
 * @param <T> the type of the rows
 * @since 0.1
 */
@FunctionalInterface
public interface BatchMeasure<T> {

    /**
     * Measures a batch.
     *
     * @param batch the output of the query for one batch
     * @return its measurements, small enough for the driver; may be empty
     * @throws Exception if it fails; the query ends, and nothing of this batch is written or committed
     */
    List<Measurement> measure(Dataset<T> batch) throws Exception;
}
