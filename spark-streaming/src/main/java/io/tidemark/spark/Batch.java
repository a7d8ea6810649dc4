package io.tidemark.spark;

import io.tidemark.deadletter.RejectedRecords;
import io.tidemark.offset.PartitionRange;
import io.tidemark.spark.internal.executor.BatchPoison;
import io.tidemark.spark.internal.executor.EachRecord;
import io.tidemark.stream.keeping.RejectingBatch;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;

/**
 * One batch of a managed stream, on the driver. Use it only while the function that it was given to runs: later,
 * retention may have deleted its records. Immutable.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public final class Batch<K, V> implements RejectingBatch {

    private final Instant time;
    private final List<PartitionRange> ranges;
    private final JavaRDD<ConsumerRecord<K, V>> records;

    private final BatchPoison poison;

    private Batch(
            Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records, BatchPoison poison) {
        this.time = time;
        this.ranges = List.copyOf(ranges);
        this.records = records;
        this.poison = poison;
    }

    /**
     * Makes a batch; for tests of a job's function. A record on which a function fails fails the batch.
     *
     * @param time see {@link #time()}
     * @param ranges see {@link #ranges()}
     * @param records see {@link #records()}
     */
    public static <K, V> Batch<K, V> of(
            Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records) {
        return new Batch<>(time, ranges, records, BatchPoison.failing());
    }

    static <K, V> Batch<K, V> of(
            Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records, BatchPoison poison) {
        return new Batch<>(time, ranges, records, poison);
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

    /**
     * The same records in fewer partitions of the RDD. With a task for each range, a small batch of a topic with many
     * partitions takes most of its time for starting tasks. There are as many partitions as Spark's default
     * parallelism, or more if a partition would have more records than given. None has only a part of a range.
     *
     * @param recordsOfTask how many records are worth a task of their own while all cores are busy; at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public JavaRDD<ConsumerRecord<K, V>> records(long recordsOfTask) {
        if (recordsOfTask < 1) {
            throw new IllegalArgumentException(
                    "Cannot read " + recordsOfTask + " records in a task: recordsOfTask must be at least 1");
        }
        long count = ranges.stream().mapToLong(PartitionRange::count).sum();
        long tasks = Math.max(records.context().defaultParallelism(), count / recordsOfTask);
        return tasks < ranges.size() ? records.coalesce((int) tasks) : records;
    }

    /**
     * Applies a function to each record. If it throws an exception, the stream's {@link StreamSettings#poison() policy}
     * decides about the record. It costs no pass of its own: the function is called when an action on the result reads
     * the records.
     *
     * <pre>{@code
     * ManagedStream stream = ManagedStream.of(spark, store, settings)
     *         .atLeastOnce(batch -> batch.map(record -> Long.parseLong(String.valueOf(record.value())))
     *                 .foreach(amount -> System.out.println(amount)));
     * }</pre>
     *
     * @param function called on the executors; what it captures must be serializable. A record for which it returns
     *     null is left out. It may throw {@link io.tidemark.deadletter.RejectedRecordException} to give a reason of its
     *     own
     */
    public <T> JavaRDD<T> map(Function<ConsumerRecord<K, V>, T> function) {
        return records.mapPartitions(new EachRecord<>(function, poison), true);
    }

    /**
     * The records that the actions so far have rejected: those that could not be deserialized, and those on which the
     * function of {@link #map} has failed. A job that stores its own output writes the counts with it; a sink writes
     * them by itself.
     */
    @Override
    public RejectedRecords rejected() {
        return poison.rejected();
    }

    @Override
    public String toString() {
        return "Batch[time=" + time + ", ranges=" + ranges + "]";
    }
}
