package io.tidemark.recharge.prove;

import io.tidemark.metrics.Measurement;
import io.tidemark.spark.Batch;
import io.tidemark.spark.BatchMeasure;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A measure with a trap in its tasks. The tasks run in this process: the proof's jobs are local ones. */
record TrappedMeasure(BatchMeasure<byte[], byte[]> measure) implements BatchMeasure<byte[], byte[]> {

    @Override
    public List<Measurement> measure(Batch<byte[], byte[]> batch) throws Exception {
        return measure.measure(
                new Batch<>(batch.time(), batch.ranges(), batch.records().map(TrappedMeasure::passed)));
    }

    private static ConsumerRecord<byte[], byte[]> passed(ConsumerRecord<byte[], byte[]> record) {
        Traps.ofThisProcess().pass(Point.IN_TASK);
        return record;
    }
}
