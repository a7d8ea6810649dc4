package io.tidemark.offset.kafka;

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
 * Reads what a group has committed. Not thread-safe. All methods throw {@link KafkaException} where it cannot be read.
 */
final class CommittedOffsets {

    private final String group;
    private final Admin admin;
    private final Consumer<byte[], byte[]> consumer;

    CommittedOffsets(String group, Admin admin, Consumer<byte[], byte[]> consumer) {
        this.group = group;
        this.admin = admin;
        this.consumer = consumer;
    }

    /** The partitions for which anything is committed, or was before a pending transaction. */
    Set<TopicPartition> partitions(Deadline deadline) {
        try {
            return new HashSet<>(
                    Answers.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), deadline)
                            .keySet());
        } catch (GroupIdNotFoundException nothingCommitted) {
            return new HashSet<>();
        }
    }

    /** What is committed, as of one moment; a pending transaction that would change it is waited for. */
    Map<TopicPartition, OffsetAndMetadata> stable(Set<TopicPartition> partitions, Deadline deadline) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(
                isConsumersName() ? consumer.committed(partitions, deadline.left()) : asked(partitions, deadline));
        committed.values().removeIf(Objects::isNull);
        return committed;
    }

    /** A consumer cuts blanks off at the ends of its group's name. */
    private boolean isConsumersName() {
        return group.equals(group.trim());
    }

    /** The admin leaves out what is pending, with a warning for each: good enough for odd names. */
    private Map<TopicPartition, OffsetAndMetadata> asked(Set<TopicPartition> partitions, Deadline deadline) {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> answer = Answers.await(
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
            Pause.shortly(deadline);
        }
    }
}
