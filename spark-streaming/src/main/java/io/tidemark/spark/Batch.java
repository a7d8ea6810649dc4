package io.tidemark.spark;

import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/**
 * One batch of a managed stream, on the driver. Use it only while the function that it was given to runs: later,
 * retention may have deleted its records. Immutable.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public final class Batch<K, V> {

    private final Instant time;
    private final List<PartitionRange> ranges;
    private final JavaRDD<ConsumerRecord<K, V>> records;

    private Batch(Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records) {
        this.time = time;
        this.ranges = List.copyOf(ranges);
        this.records = records;
    }

    /**
     * Makes a batch; for tests of a job's function.
     *
     * @param time see {@link #time()}
     * @param ranges see {@link #ranges()}
     * @param records see {@link #records()}
     */
    public static <K, V> Batch<K, V> of(
            Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records) {
        return new Batch<>(time, ranges, records);
    }

    /** The batch's time, a multiple of the batch interval. */
    public Instant time() {
        return time;
    }

    /** The ranges that it covers; none of them is empty. */
    public List<PartitionRange> ranges() {
        return ranges;
    }

    /**
     * The records of the ranges: one partition of the RDD for each range, in the order of {@link #ranges()}, and within
     * one in the order of offsets. Each action on it reads the records from Kafka again. A record is valid until the
     * next one is taken from its iterator: map it to a type of your own before you collect or shuffle.
     */
    public JavaRDD<ConsumerRecord<K, V>> records() {
        return records;
    }

    @Override
    public String toString() {
        return "Batch[time=" + time + ", ranges=" + ranges + "]";
    }
}
