package io.tidemark.cli;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Orders partitions by topic, then by number. */
final class PartitionOrder {

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private PartitionOrder() {}

    static <T> SortedMap<TopicPartition, T> sorted(Map<TopicPartition, T> values) {
        SortedMap<TopicPartition, T> sorted = new TreeMap<>(BY_NAME);
        sorted.putAll(values);
        return sorted;
    }
}
