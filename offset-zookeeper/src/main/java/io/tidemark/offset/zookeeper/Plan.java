package io.tidemark.offset.zookeeper;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.TopicIdentity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a write does to the state that it was planned on.
 *
 * @param changes the classic nodes that it changes
 * @param unchanged partitions that it only relies on
 * @param identities the whole new content of each topic whose identities it changes
 * @param receipts the losses that it records
 * @param governor what it records as governing the group
 */
record Plan(
        List<Change> changes,
        List<TopicPartition> unchanged,
        Map<String, Map<Integer, TopicIdentity>> identities,
        List<LossReceipt> receipts,
        Optional<Governor> governor) {

    /** A plan that leaves it as it is what governs. */
    Plan(
            List<Change> changes,
            List<TopicPartition> unchanged,
            Map<String, Map<Integer, TopicIdentity>> identities,
            List<LossReceipt> receipts) {
        this(changes, unchanged, identities, receipts, Optional.empty());
    }

    /** A plan that records what governs, and changes nothing else. */
    static Plan of(Governor governor) {
        return new Plan(List.of(), List.of(), Map.of(), List.of(), Optional.of(governor));
    }

    boolean isEmpty() {
        return changes.isEmpty() && identities.isEmpty() && receipts.isEmpty() && governor.isEmpty();
    }

    /** Whether it makes nodes for partitions that have none. */
    boolean makesPartitions() {
        return changes.stream().anyMatch(change -> change.version().isEmpty());
    }

    /** Whether it makes nodes of any kind. */
    boolean makesNodes(GroupState state) {
        return makesPartitions()
                || !receipts.isEmpty()
                || governor.isPresent()
                || state.writers().isMissing()
                || !state.topics().keySet().containsAll(identities.keySet());
    }
}
