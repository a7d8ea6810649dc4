package io.tidemark.offset.hbase;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of a write.
 *
 * @param entries all entries of the group after it; those that it changes have no time
 * @param receipts its loss receipts
 */
record Plan(Map<TopicPartition, StoredOffset> entries, List<LossReceipt> receipts) {

    /** Whether there is nothing to write. */
    boolean isEmpty(GroupState state) {
        return receipts.isEmpty() && entries.equals(state.stored());
    }

    static Plan commit(GroupState state, OffsetCommit commit, WriterName writer) {
        commit.requireStored(state.stored(), writer);
        Map<TopicPartition, StoredOffset> entries = new HashMap<>(state.stored());
        for (PartitionRange range : commit.ranges()) {
            if (!range.isEmpty()) {
                entries.computeIfPresent(range.partition(), (partition, old) -> written(range.until(), old, writer));
            }
        }
        return new Plan(entries, List.of());
    }

    static Plan initialize(GroupState state, Map<TopicPartition, StoredOffset> offsets, WriterName writer) {
        Map<TopicPartition, StoredOffset> entries = new HashMap<>(state.stored());
        offsets.forEach((partition, given) -> entries.putIfAbsent(partition, written(given.offset(), given, writer)));
        return new Plan(entries, List.of());
    }

    static Plan reposition(GroupState state, OffsetReposition reposition, WriterName writer) {
        reposition.requireStored(state.stored(), writer);
        Map<TopicPartition, StoredOffset> entries = new HashMap<>(state.stored());
        reposition.moves().forEach((partition, move) -> move.next()
                .ifPresentOrElse(
                        next -> entries.put(partition, written(next.offset(), next, writer)),
                        () -> entries.remove(partition)));
        return new Plan(entries, reposition.receipts());
    }

    private static StoredOffset written(long offset, StoredOffset identified, WriterName writer) {
        return new StoredOffset(offset, identified.identity(), Optional.empty(), Optional.of(writer));
    }
}
