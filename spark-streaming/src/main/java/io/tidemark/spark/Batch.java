package io.tidemark.spark;

import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.api.java.JavaRDD;

/**
 * One batch of a managed stream, as the driver sees it. To be used while the function that it was given to runs: later
 * retention may have deleted its records.
 *
 * @param time the batch's time, a multiple of the batch interval
 * @param ranges what it covers; none of them empty
 * @param records the records of these ranges, one partition of the RDD for each range, in the order of {@code ranges}
 *     and within one in the order of offsets. Each action on it reads them from Kafka again. A record is valid until
 *     the next one is taken from its iterator: collect or shuffle only after mapping to something of your own.
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public record Batch<K, V>(Instant time, List<PartitionRange> ranges, JavaRDD<ConsumerRecord<K, V>> records) {

    public Batch {
        ranges = List.copyOf(ranges);
    }
}
