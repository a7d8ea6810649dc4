package io.tidemark.recharge.job;

import io.tidemark.metrics.Measurement;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/** Measures the records of a batch, on either engine. */
@FunctionalInterface
public interface RecordMeasure {

    /**
     * Measures a batch.
     *
     * @param records its records; those of a task are in the order of their offsets
     */
    List<Measurement> measure(JavaRDD<ConsumerRecord<byte[], byte[]>> records) throws Exception;
}
