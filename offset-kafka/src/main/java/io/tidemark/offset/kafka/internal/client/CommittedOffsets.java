package io.tidemark.offset.kafka.internal.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Reads the offsets that a group has committed. Not thread-safe. All methods throw {@link KafkaException} if they
 * cannot be read.
 */
public final class CommittedOffsets {

    private final String group;
    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    public CommittedOffsets(String group, Admin admin, Consumer<byte[], byte[]> consumer) {
        this.group = group;
        this.admin = admin;
        this.consumer = consumer;
    }

    /** The partitions with a committed offset, or with one before a pending transaction. */
    public Set<TopicPartition> partitions(Deadline deadline) {
        try {
            return new HashSet<>(
                    KafkaFutures.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), deadline)
                            .keySet());
        } catch (GroupIdNotFoundException nothingCommitted) {
            return new HashSet<>();
        }
    }

    /** The committed offsets, as a consistent state; waits for a pending transaction that would change it. */
    public Map<TopicPartition, OffsetAndMetadata> stable(Set<TopicPartition> partitions, Deadline deadline) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(
                isConsumersName() ? consumer.committed(partitions, deadline.left()) : asked(partitions, deadline));
        committed.values().removeIf(Objects::isNull);
        return committed;
    }

    /** A consumer trims blanks at the ends of its group's name. */
    private boolean isConsumersName() {
        return group.equals(group.trim());
    }

    /** The admin client leaves out pending offsets, with a warning for each; it is only used for such names. */
    private Map<TopicPartition, OffsetAndMetadata> asked(Set<TopicPartition> partitions, Deadline deadline) {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> answer = KafkaFutures.await(
                    admin.listConsumerGroupOffsets(
                                    Map.of(
                                            group,
                                            new ListConsumerGroupOffsetsSpec()
                                                    .topicPartitions(List.copyOf(partitions))),
                                    new ListConsumerGroupOffsetsOptions().requireStable(true))
                            .partitionsToOffsetAndMetadata(group),
                    deadline);
            if (answer.keySet().containsAll(partitions)) {
                return answer;
            }
            Backoff.shortly(deadline);
        }
    }
}
