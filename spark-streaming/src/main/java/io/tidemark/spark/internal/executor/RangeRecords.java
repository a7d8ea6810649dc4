package io.tidemark.spark.internal.executor;

import io.tidemark.offset.PartitionRange;
import io.tidemark.spark.internal.line.ScalaCollections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.streaming.kafka010.HasOffsetRanges;
import org.apache.spark.streaming.kafka010.OffsetRange;

/**
 * Makes the RDD of a batch's records: one partition for each range, preferably read on the executor that Spark's own
 * reader would use. As long as the executors stay, that is the same executor for every batch, which keeps a cursor and
 * the records that it has fetched ahead. Thread-safe.
 */
public final class RangeRecords<K, V> {

    private final JavaSparkContext spark;
    private final Reading<K, V> reading;
    private final CursorPlaces noted;

    private RangeRecords(JavaSparkContext spark, Reading<K, V> reading, CursorPlaces noted) {
        this.spark = spark;
        this.reading = reading;
        this.noted = noted;
    }

    /**
     * Records whose deserialization fails fail their batch.
     *
     * @param noted is told where records are read
     */
    public static <K, V> RangeRecords<K, V> failing(
            JavaSparkContext spark, RangeReader<K, V> reader, CursorPlaces noted) {
        return new RangeRecords<>(spark, poison -> reader, noted);
    }

    /**
     * Records whose deserialization fails are rejected.
     *
     * @param reader with consumers that are {@linkplain ConsumerFactory#capturing() capturing}
     * @param noted is told where records are read
     */
    public static <K, V> RangeRecords<K, V> rejecting(
            JavaSparkContext spark, RangeReader<Captured<K>, Captured<V>> reader, CursorPlaces noted) {
        return new RangeRecords<>(spark, poison -> new CapturedReader<>(reader, poison), noted);
    }

    /**
     * The records of ranges.
     *
     * @param formed the RDD that Spark has made for the batch; only its preferred locations are used, it is never
     *     computed
     * @param ranges what to read
     * @param poison decides about records that cannot be deserialized
     */
    public JavaRDD<ConsumerRecord<K, V>> of(RDD<?> formed, List<PartitionRange> ranges, BatchPoison poison) {
        Map<TopicPartition, Partition> parts = parts(formed);
        return JavaRDD.fromRDD(
                new RangeRdd<>(
                        spark.sc(), ranges, range -> noted.note(places(formed, parts, range)), reading.reader(poison)),
                RangeRdd.records());
    }

    private static List<String> places(RDD<?> formed, Map<TopicPartition, Partition> parts, PartitionRange range) {
        Partition part = parts.get(range.partition());
        return part == null ? List.of() : ScalaCollections.list(formed.preferredLocations(part));
    }

    private static Map<TopicPartition, Partition> parts(RDD<?> formed) {
        OffsetRange[] formedRanges = ((HasOffsetRanges) formed).offsetRanges();
        Partition[] partitions = formed.partitions();
        Map<TopicPartition, Partition> parts = new HashMap<>();
        for (int i = 0; i < formedRanges.length; i++) {
            parts.put(formedRanges[i].topicPartition(), partitions[i]);
        }
        return parts;
    }

    /** Makes the function that reads a batch. */
    @FunctionalInterface
    private interface Reading<K, V> {

        RecordSource<K, V> reader(BatchPoison poison);
    }
}
