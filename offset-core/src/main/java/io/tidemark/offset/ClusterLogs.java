package io.tidemark.offset;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a cluster holds of some topics, at one moment.
 *
 * @param partitions every partition of these topics that the cluster has
 * @param offsetsAtTimestamp for each partition the first offset with the timestamp that was asked for, or the log's end
 *     where there is none; empty if none was asked for
 */
public record ClusterLogs(Map<TopicPartition, PartitionLog> partitions, Map<TopicPartition, Long> offsetsAtTimestamp) {

    public ClusterLogs {
        partitions = Map.copyOf(partitions);
        offsetsAtTimestamp = Map.copyOf(offsetsAtTimestamp);
    }

    /** Logs of which no timestamp was looked up. */
    public static ClusterLogs of(Map<TopicPartition, PartitionLog> partitions) {
        return new ClusterLogs(partitions, Map.of());
    }
}
