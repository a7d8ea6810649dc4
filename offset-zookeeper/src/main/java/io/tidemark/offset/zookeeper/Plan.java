package io.tidemark.offset.zookeeper;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.zookeeper.internal.layout.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The changes of a write to the state that it was planned on.
 *
 * @param changes the changes of classic nodes
 * @param unchanged partitions that it only depends on
 * @param identities the complete new content of each topic whose identities it changes
 * @param receipts its loss receipts
 * @param governor the governor that it records
 */
record Plan(
        List<Change> changes,
        List<TopicPartition> unchanged,
        Map<String, Map<Integer, TopicIdentity>> identities,
        List<LossReceipt> receipts,
        Optional<Governor> governor) {

    /** A plan that keeps the governor. */
    Plan(
            List<Change> changes,
            List<TopicPartition> unchanged,
            Map<String, Map<Integer, TopicIdentity>> identities,
            List<LossReceipt> receipts) {
        this(changes, unchanged, identities, receipts, Optional.empty());
    }

    /** A plan that only records the governor. */
    static Plan of(Governor governor) {
        return new Plan(List.of(), List.of(), Map.of(), List.of(), Optional.of(governor));
    }

    boolean isEmpty() {
        return changes.isEmpty() && identities.isEmpty() && receipts.isEmpty() && governor.isEmpty();
    }

    /** Whether it creates nodes for partitions that have none. */
    boolean makesPartitions() {
        return changes.stream().anyMatch(change -> change.version().isEmpty());
    }

    /** Whether it creates nodes of any kind. */
    boolean makesNodes(GroupState state) {
        return makesPartitions()
                || !receipts.isEmpty()
                || governor.isPresent()
                || state.writers().isMissing()
                || !state.topics().keySet().containsAll(identities.keySet());
    }
}
