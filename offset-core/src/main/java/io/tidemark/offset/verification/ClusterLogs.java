package io.tidemark.offset.verification;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The state of some topics in a cluster.
 *
 * @param partitions every partition of these topics that the cluster has
 * @param offsetsAtTimestamp for each partition the first offset with the requested timestamp, or the log's end if there
 *     is none; empty if no timestamp was requested
 * @param truncations the truncation points of logs that were read further before: the first offset at which the log
 *     differs; empty if that is not known
 * @since 0.1
 */
public record ClusterLogs(
        Map<TopicPartition, PartitionLog> partitions,
        Map<TopicPartition, Long> offsetsAtTimestamp,
        Map<TopicPartition, Long> truncations) {

    public ClusterLogs {
        partitions = Map.copyOf(partitions);
        offsetsAtTimestamp = Map.copyOf(offsetsAtTimestamp);
        truncations = Map.copyOf(truncations);
    }

    /** Logs without known truncations. */
    public ClusterLogs(Map<TopicPartition, PartitionLog> partitions, Map<TopicPartition, Long> offsetsAtTimestamp) {
        this(partitions, offsetsAtTimestamp, Map.of());
    }

    /** The same logs with their known truncations. */
    public ClusterLogs withTruncations(Map<TopicPartition, Long> known) {
        return new ClusterLogs(partitions, offsetsAtTimestamp, known);
    }

    /** Logs without a timestamp lookup. */
    public static ClusterLogs of(Map<TopicPartition, PartitionLog> partitions) {
        return new ClusterLogs(partitions, Map.of());
    }
}
