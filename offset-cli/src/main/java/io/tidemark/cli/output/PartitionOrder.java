package io.tidemark.cli.output;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Orders partitions by topic, then by number. */
public final class PartitionOrder {

    public static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private PartitionOrder() {}

    public static <T> SortedMap<TopicPartition, T> sorted(Map<TopicPartition, T> values) {
        SortedMap<TopicPartition, T> sorted = new TreeMap<>(BY_NAME);
        sorted.putAll(values);
        return sorted;
    }
}
