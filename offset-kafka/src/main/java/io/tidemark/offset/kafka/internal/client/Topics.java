package io.tidemark.offset.kafka.internal.client;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The partitions that the cluster has: a group can commit no others. The answer is cached for a while. If a partition
 * was deleted since, Kafka does not answer its commit, and the cluster is asked again.
 */
public final class Topics {

    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

    private final Admin admin;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public Topics(Admin admin) {
        this.admin = admin;
    }

    /** Those of the given partitions that the cluster has. */
    public Set<TopicPartition> existing(Set<TopicPartition> partitions, Deadline deadline) {
        Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        names.removeIf(name -> {
            Known before = known.get(name);
            return before != null && System.nanoTime() - before.atNanos() < FRESH_NANOS;
        });
        if (!names.isEmpty()) {
            learn(names, deadline);
        }
        Set<TopicPartition> existing = new HashSet<>();
        for (TopicPartition partition : partitions) {
            Known topic = known.get(partition.topic());
            if (topic != null && partition.partition() < topic.partitions()) {
                existing.add(partition);
            }
        }
        return existing;
    }

    public void forget() {
        known.clear();
    }

    private void learn(Set<String> names, Deadline deadline) {
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(names).topicNameValues();
        answers.forEach((name, answer) -> {
            long now = System.nanoTime();
            try {
                known.put(
                        name,
                        new Known(
                                KafkaFutures.await(answer, deadline)
                                        .partitions()
                                        .size(),
                                now));
            } catch (UnknownTopicOrPartitionException | InvalidTopicException missing) {
                // not cached: it may be created at any moment
                known.remove(name);
            }
        });
    }

    private record Known(int partitions, long atNanos) {}
}
