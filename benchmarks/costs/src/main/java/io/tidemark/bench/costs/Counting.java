package io.tidemark.bench.costs;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/**
 * Counts the records of a batch in the same way for all streams: with the example's parser and counts on the executors,
 * and one small table from each partition to the driver.
 *
 * @param nanosOfRecord the minimum time of a task for each record: 0 for full speed. With more, the task sleeps for the
 *     rest of the time, so that a machine can run more executors than it has cores
 */
record Counting(TagDictionary dictionary, long nanosOfRecord) implements Serializable {

    private static final int RECORDS_TO_REST_AFTER = 1_000;

    /** Full speed. */
    static Counting atFullSpeed() {
        return new Counting(TagDictionary.preset(GeneratedTopic.PRESET), 0);
    }

    /** Counts the records of a batch. */
    List<Measurement> measure(JavaRDD<ConsumerRecord<byte[], byte[]>> records) {
        RechargeCounts total = new RechargeCounts(dictionary.regions());
        records.mapPartitions(this::count).collect().forEach(total::merge);
        return total.measurements(dictionary.regions());
    }

    private Iterator<RechargeCounts> count(Iterator<ConsumerRecord<byte[], byte[]>> records) {
        RecordParser parser = new RecordParser(dictionary);
        RechargeCounts counts = new RechargeCounts(dictionary.regions());
        long began = System.nanoTime();
        while (records.hasNext()) {
            counts.add(parser.parse(records.next().value()));
            if (counts.read() % RECORDS_TO_REST_AFTER == 0) {
                restUntil(began + counts.read() * nanosOfRecord);
            }
        }
        restUntil(began + counts.read() * nanosOfRecord);
        return List.of(counts).iterator();
    }

    private static void restUntil(long nanos) {
        while (System.nanoTime() - nanos < 0) {
            LockSupport.parkNanos(nanos - System.nanoTime());
        }
    }
}
