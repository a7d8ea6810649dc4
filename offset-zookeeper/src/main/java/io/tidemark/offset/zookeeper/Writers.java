package io.tidemark.offset.zookeeper;

import io.tidemark.offset.WriterName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Who has written a group's partitions last. Every write of the store renews the node that tells it, in one step with
 * the offsets; a node of the classic layout that was changed later was changed by something else, and nobody knows by
 * whom.
 *
 * @param byPartition what the node tells
 * @param modifiedIn the transaction that has changed the node last; empty if there is none yet
 */
record Writers(Map<TopicPartition, WriterName> byPartition, OptionalLong modifiedIn) {

    static final Writers NONE = new Writers(Map.of(), OptionalLong.empty());

    boolean isMissing() {
        return modifiedIn.isEmpty();
    }

    /** Who has written a partition in the given transaction. */
    Optional<WriterName> of(TopicPartition partition, long transaction) {
        return modifiedIn.isPresent() && transaction <= modifiedIn.getAsLong() ? recorded(partition) : Optional.empty();
    }

    /** Who the node names for a partition, whenever it was written. */
    Optional<WriterName> recorded(TopicPartition partition) {
        return Optional.ofNullable(byPartition.get(partition));
    }

    /** What the node is to tell after a write. */
    byte[] after(List<Change> changes, WriterName writer) {
        Map<TopicPartition, WriterName> next = new HashMap<>(byPartition);
        changes.forEach(change -> {
            if (change.next().isPresent()) {
                next.put(change.partition(), writer);
            } else {
                next.remove(change.partition());
            }
        });
        return WritersText.write(next);
    }

    /** What the node is to tell when partitions have turned out to be somebody else's. */
    byte[] without(List<TopicPartition> others) {
        Map<TopicPartition, WriterName> next = new HashMap<>(byPartition);
        others.forEach(next::remove);
        return WritersText.write(next);
    }
}
