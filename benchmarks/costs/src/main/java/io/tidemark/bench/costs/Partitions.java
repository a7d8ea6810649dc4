package io.tidemark.bench.costs;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * A number of partitions, in as few topics as one broker can handle well.
 *
 * @param prefix the prefix of the topics' names
 * @param count the number of partitions
 */
record Partitions(String prefix, int count) {

    private static final int MOST_OF_A_TOPIC = 1_000;

    /** Creates the topics. */
    void create(EmbeddedKafka kafka) {
        for (int first = 0; first < count; first += MOST_OF_A_TOPIC) {
            kafka.createTopic(partition(first).topic(), Math.min(MOST_OF_A_TOPIC, count - first));
        }
    }

    /** The topics' names. */
    Set<String> topics() {
        return all().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** All partitions, in order. */
    List<TopicPartition> all() {
        return IntStream.range(0, count).mapToObj(this::partition).toList();
    }

    /** One of the partitions. */
    TopicPartition partition(int number) {
        return new TopicPartition(prefix + "-" + number / MOST_OF_A_TOPIC, number % MOST_OF_A_TOPIC);
    }

    /** A commit of all partitions. */
    OffsetCommit commit(GroupId group, long from, long until) {
        return new OffsetCommit(group, ranges(from, until));
    }

    /** A range of each partition. */
    List<PartitionRange> ranges(long from, long until) {
        return all().stream()
                .map(partition -> new PartitionRange(partition, from, until))
                .toList();
    }
}
