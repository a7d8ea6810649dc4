package io.tidemark.offset;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a cluster holds of some topics, at one moment.
 *
 * @param partitions every partition of these topics that the cluster has
 * @param offsetsAtTimestamp for each partition the first offset with the timestamp that was asked for, or the log's end
 *     where there is none; empty if none was asked for
 * @param cuts where logs were cut off that somebody has read further: the first offset at which they are others than
 *     they were; empty if that is not known
 */
public record ClusterLogs(
        Map<TopicPartition, PartitionLog> partitions,
        Map<TopicPartition, Long> offsetsAtTimestamp,
        Map<TopicPartition, Long> cuts) {

    public ClusterLogs {
        partitions = Map.copyOf(partitions);
        offsetsAtTimestamp = Map.copyOf(offsetsAtTimestamp);
        cuts = Map.copyOf(cuts);
    }

    /** Logs of which it is not known whether they were cut off. */
    public ClusterLogs(Map<TopicPartition, PartitionLog> partitions, Map<TopicPartition, Long> offsetsAtTimestamp) {
        this(partitions, offsetsAtTimestamp, Map.of());
    }

    /** The same, with what is known of cuts. */
    public ClusterLogs withCuts(Map<TopicPartition, Long> known) {
        return new ClusterLogs(partitions, offsetsAtTimestamp, known);
    }

    /** Logs of which no timestamp was looked up. */
    public static ClusterLogs of(Map<TopicPartition, PartitionLog> partitions) {
        return new ClusterLogs(partitions, Map.of());
    }
}
