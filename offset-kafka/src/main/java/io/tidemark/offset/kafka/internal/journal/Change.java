package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of planning one write: all of it is stored, or nothing.
 *
 * @param entries the entries that are set
 * @param removals the committed texts that replace the entries that are removed
 * @param receipts the receipts of the write's losses
 * @param governor what governs the group from now on, if that changes
 */
public record Change(
        Map<TopicPartition, Entry> entries,
        Map<TopicPartition, OffsetAndMetadata> removals,
        List<LossReceipt> receipts,
        Optional<Governor> governor) {

    /** A change that keeps the governor. */
    Change(
            Map<TopicPartition, Entry> entries,
            Map<TopicPartition, OffsetAndMetadata> removals,
            List<LossReceipt> receipts) {
        this(entries, removals, receipts, Optional.empty());
    }

    public boolean isEmpty() {
        return entries.isEmpty() && removals.isEmpty() && receipts.isEmpty() && governor.isEmpty();
    }

    public Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>(entries.keySet());
        partitions.addAll(removals.keySet());
        return partitions;
    }

    /** The offsets that the group commits, for those partitions that Kafka accepts. */
    public Map<TopicPartition, OffsetAndMetadata> committed(Predicate<TopicPartition> exists) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        entries.forEach((partition, entry) -> {
            if (exists.test(partition)) {
                committed.put(partition, entry.committed());
            }
        });
        removals.forEach((partition, marker) -> {
            if (exists.test(partition)) {
                committed.put(partition, marker);
            }
        });
        return committed;
    }
}
