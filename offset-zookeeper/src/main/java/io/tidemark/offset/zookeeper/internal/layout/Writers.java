package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.WriterName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The last writers of a group's partitions. Every write of the store updates the node that names them, together with
 * the offsets. If a node of the classic layout was changed later, another program has changed it, and its writer is
 * unknown.
 *
 * @param byPartition the writers that the node names
 * @param modifiedIn the transaction that has changed the node last; empty if there is none yet
 */
public record Writers(Map<TopicPartition, WriterName> byPartition, OptionalLong modifiedIn) {

    public static final Writers NONE = new Writers(Map.of(), OptionalLong.empty());

    public boolean isMissing() {
        return modifiedIn.isEmpty();
    }

    /** The writer of a partition in the given transaction. */
    public Optional<WriterName> of(TopicPartition partition, long transaction) {
        return modifiedIn.isPresent() && transaction <= modifiedIn.getAsLong() ? recorded(partition) : Optional.empty();
    }

    /** The writer that the node names for a partition, whenever it was written. */
    Optional<WriterName> recorded(TopicPartition partition) {
        return Optional.ofNullable(byPartition.get(partition));
    }

    /** The writers after a write. */
    public byte[] after(List<Change> changes, WriterName writer) {
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

    /** The writers without those partitions that another program has written. */
    public byte[] without(List<TopicPartition> others) {
        Map<TopicPartition, WriterName> next = new HashMap<>(byPartition);
        others.forEach(next::remove);
        return WritersText.write(next);
    }
}
