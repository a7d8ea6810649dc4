package io.tidemark.spark;

import io.tidemark.offset.PartitionRange;
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
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Makes the RDD of a batch's records: one partition for each range, to be read where Spark would have its own reader read
 * it. That is the same executor for every batch as long as the executors are the same, so that the cursor kept there, with
 * what it has fetched ahead, is found again. Thread-safe.
 */
final class RangeRecords<K, V> {

    private final JavaSparkContext spark;
    private final RangeReader<K, V> reader;

    RangeRecords(JavaSparkContext spark, RangeReader<K, V> reader) {
        this.spark = spark;
        this.reader = reader;
    }

    /**
     * The records of ranges.
     *
     * @param formed the RDD that Spark has made for the batch; it is asked for its places and never computed
     * @param ranges what to read
     */
    JavaRDD<ConsumerRecord<K, V>> of(RDD<?> formed, List<PartitionRange> ranges) {
        Map<TopicPartition, Partition> parts = parts(formed);
        return JavaRDD.fromRDD(
                new RangeRdd<>(spark.sc(), ranges, range -> places(formed, parts, range), reader), RangeRdd.records());
    }

    private static Seq<String> places(RDD<?> formed, Map<TopicPartition, Partition> parts, PartitionRange range) {
        Partition part = parts.get(range.partition());
        return part == null ? JavaConverters.asScalaBuffer(List.<String>of()) : formed.preferredLocations(part);
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
