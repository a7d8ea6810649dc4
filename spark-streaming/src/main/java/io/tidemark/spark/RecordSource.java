package io.tidemark.spark;

import io.tidemark.offset.PartitionRange;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/** Where a batch's records come from. */
@FunctionalInterface
interface RecordSource<K, V> {

    /** The records of some ranges, one partition of the RDD for each; nothing is read before they are asked for. */
    JavaRDD<ConsumerRecord<K, V>> records(List<PartitionRange> ranges);
}
