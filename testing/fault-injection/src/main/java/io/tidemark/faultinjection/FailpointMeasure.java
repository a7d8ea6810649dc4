package io.tidemark.faultinjection;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.job.RecordMeasure;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/** A measure with a failpoint in its tasks. The tasks run in this process, because the job under test is local. */
record FailpointMeasure(RecordMeasure measure) implements RecordMeasure {

    @Override
    public List<Measurement> measure(JavaRDD<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        return measure.measure(records.map(FailpointMeasure::passed));
    }

    private static ConsumerRecord<byte[], byte[]> passed(ConsumerRecord<byte[], byte[]> record) {
        Failpoints.ofThisProcess().pass(FailpointPlace.IN_TASK);
        return record;
    }
}
