package io.tidemark.bench.costs;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/**
 * What all streams do with the records of a batch: the example's parser and counts on the executors, one small table of each
 * partition to the driver.
 *
 * @param slowMotion how many times as long each record shall take as a core needs for it: 1 for as fast as can be. With
 *     more, a task rests; so that more executors fit on a machine than it has cores, each on a core so many times slower
 */
record Counting(TagDictionary dictionary, int slowMotion) implements Serializable {

    private static final int RECORDS_TO_REST_AFTER = 1_000;

    /** As fast as can be. */
    static Counting atFullSpeed() {
        return new Counting(TagDictionary.preset(GeneratedTopic.PRESET), 1);
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
        Rest rest = new Rest(slowMotion);
        while (records.hasNext()) {
            counts.add(parser.parse(records.next().value()));
            if (counts.read() % RECORDS_TO_REST_AFTER == 0) {
                rest.rest();
            }
        }
        rest.rest();
        return List.of(counts).iterator();
    }

    /** Makes a thread take so many times as long as it works. */
    private static final class Rest {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private final int times;
        private final long began = System.nanoTime();
        private final long processorBegan = THREADS.getCurrentThreadCpuTime();

        Rest(int times) {
            this.times = times;
        }

        void rest() {
            if (times == 1) {
                return;
            }
            long until = began + times * (THREADS.getCurrentThreadCpuTime() - processorBegan);
            while (System.nanoTime() - until < 0) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        }
    }
}
