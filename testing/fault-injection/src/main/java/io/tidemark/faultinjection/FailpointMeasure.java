package io.tidemark.faultinjection;

import io.tidemark.metrics.Measurement;
import io.tidemark.spark.Batch;
import io.tidemark.spark.BatchMeasure;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A measure with a failpoint in its tasks. The tasks run in this process, because the job under test is local. */
record FailpointMeasure(BatchMeasure<byte[], byte[]> measure) implements BatchMeasure<byte[], byte[]> {

    @Override
    public List<Measurement> measure(Batch<byte[], byte[]> batch) throws Exception {
        return measure.measure(
                Batch.of(batch.time(), batch.ranges(), batch.records().map(FailpointMeasure::passed)));
    }

    private static ConsumerRecord<byte[], byte[]> passed(ConsumerRecord<byte[], byte[]> record) {
        Failpoints.ofThisProcess().pass(FailpointPlace.IN_TASK);
        return record;
    }
}
