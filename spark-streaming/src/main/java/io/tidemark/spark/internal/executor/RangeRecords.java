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
    private final RangeReader<K, V> reader;
    private final CursorPlaces noted;

    /** @param noted is told where records are read */
    public RangeRecords(JavaSparkContext spark, RangeReader<K, V> reader, CursorPlaces noted) {
        this.spark = spark;
        this.reader = reader;
        this.noted = noted;
    }

    /**
     * The records of ranges.
     *
     * @param formed the RDD that Spark has made for the batch; only its preferred locations are used, it is never
     *     computed
     * @param ranges what to read
     */
    public JavaRDD<ConsumerRecord<K, V>> of(RDD<?> formed, List<PartitionRange> ranges) {
        Map<TopicPartition, Partition> parts = parts(formed);
        return JavaRDD.fromRDD(
                new RangeRdd<>(spark.sc(), ranges, range -> noted.note(places(formed, parts, range)), reader),
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
}
