package io.tidemark.offset.jdbc.internal.history;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Converts writes to history entries. */
public final class Changes {

    private Changes() {}

    public static Map<TopicPartition, Change> of(OffsetCommit commit) {
        Map<TopicPartition, Change> changes = new HashMap<>();
        for (PartitionRange range : commit.ranges()) {
            if (!range.isEmpty()) {
                changes.put(
                        range.partition(),
                        new Change(OptionalLong.of(range.from()), OptionalLong.of(range.until()), Topic.SAME));
            }
        }
        return changes;
    }

    /** First offsets, for those partitions whose first offset was accepted. */
    public static Map<TopicPartition, Change> ofFirst(
            Map<TopicPartition, StoredOffset> absent, Map<TopicPartition, StoredOffset> governing) {
        Map<TopicPartition, Change> changes = new HashMap<>();
        absent.forEach((partition, given) -> {
            StoredOffset governs = governing.get(partition);
            if (governs != null && governs.offset() == given.offset()) {
                changes.put(partition, new Change(OptionalLong.empty(), OptionalLong.of(given.offset()), Topic.SAME));
            }
        });
        return changes;
    }

    /**
     * Moves.
     *
     * @param stored the entries before the write, with the identities that the table keeps
     */
    public static Map<TopicPartition, Change> of(
            Map<TopicPartition, Move> moves, Map<TopicPartition, StoredOffset> stored) {
        Map<TopicPartition, Change> changes = new HashMap<>();
        moves.forEach((partition, move) -> changes.put(
                partition,
                new Change(
                        OptionalLong.of(move.expected().offset()),
                        move.next().map(next -> OptionalLong.of(next.offset())).orElseGet(OptionalLong::empty),
                        topic(move, stored.get(partition)))));
        return changes;
    }

    /** If an entry had no identity and gets one, it counts as the same topic. */
    private static Topic topic(Move move, @Nullable StoredOffset before) {
        return before == null
                        || before.identity().isEmpty()
                        || move.next().isEmpty()
                        || move.next().get().identity().equals(before.identity())
                ? Topic.SAME
                : Topic.OTHER;
    }
}
