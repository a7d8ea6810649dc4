package io.tidemark.offset.zookeeper;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.TopicIdentity;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a write does to the state that it was planned on.
 *
 * @param changes the classic nodes that it changes
 * @param unchanged partitions that it only relies on
 * @param identities the whole new content of each topic whose identities it changes
 * @param receipts the losses that it records
 */
record Plan(
        List<Change> changes,
        List<TopicPartition> unchanged,
        Map<String, Map<Integer, TopicIdentity>> identities,
        List<LossReceipt> receipts) {

    boolean isEmpty() {
        return changes.isEmpty() && identities.isEmpty() && receipts.isEmpty();
    }

    /** Whether it makes nodes for partitions that have none. */
    boolean makesPartitions() {
        return changes.stream().anyMatch(change -> change.version().isEmpty());
    }

    /** Whether it makes nodes of any kind. */
    boolean makesNodes(GroupState state) {
        return makesPartitions()
                || !receipts.isEmpty()
                || state.writers().isMissing()
                || !state.topics().keySet().containsAll(identities.keySet());
    }
}
