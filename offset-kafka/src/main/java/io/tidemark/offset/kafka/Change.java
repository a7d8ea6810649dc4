package io.tidemark.offset.kafka;

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
 * What one write stores, all of it or nothing.
 *
 * @param entries the entries that are set
 * @param removals what stands as committed in place of the entries that are removed
 * @param receipts the receipts of what is lost by it
 * @param governor what governs the group from now on, if that changes
 */
record Change(
        Map<TopicPartition, Entry> entries,
        Map<TopicPartition, OffsetAndMetadata> removals,
        List<LossReceipt> receipts,
        Optional<Governor> governor) {

    /** A change that leaves it as it is what governs. */
    Change(
            Map<TopicPartition, Entry> entries,
            Map<TopicPartition, OffsetAndMetadata> removals,
            List<LossReceipt> receipts) {
        this(entries, removals, receipts, Optional.empty());
    }

    boolean isEmpty() {
        return entries.isEmpty() && removals.isEmpty() && receipts.isEmpty() && governor.isEmpty();
    }

    Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>(entries.keySet());
        partitions.addAll(removals.keySet());
        return partitions;
    }

    /** What the group commits, as far as Kafka takes it. */
    Map<TopicPartition, OffsetAndMetadata> committed(Predicate<TopicPartition> exists) {
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
