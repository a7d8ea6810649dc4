package io.tidemark.offset.jdbc.internal.history;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.history.HistoryEntry;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The moves that return a group to its offsets before some of its writes. */
public final class Rollback {

    private final GroupId group;
    private final Map<TopicPartition, Long> targets = new HashMap<>();
    private final Set<String> changedTopics = new TreeSet<>();

    /**
     * @param later the writes to undo, oldest first
     * @throws OffsetStoreException if the changes of one of them are unknown, or belong to another topic
     */
    public Rollback(GroupId group, List<HistoryEntry> later) {
        this.group = group;
        for (HistoryEntry entry : later) {
            if (entry.changes().isEmpty()) {
                throw new OffsetStoreException("Cannot roll back group " + group + " past write " + entry.number()
                        + " of " + entry.storedAt()
                        + ": it changed too much to be kept; nothing was stored. Choose a later"
                        + " moment");
            }
            entry.changes().forEach(this::undo);
        }
        if (!changedTopics.isEmpty()) {
            throw new OffsetStoreException("Cannot roll back group " + group + ": since then " + changedTopics
                    + " have become other topics (created again, or in another cluster), so their old offsets are invalid;"
                    + " nothing was stored. Choose a later moment");
        }
    }

    private void undo(TopicPartition partition, Change change) {
        if (change.topic() == Topic.OTHER) {
            changedTopics.add(partition.topic());
        }
        // the first change since then has the old offset of a partition; a partition that was new then moves to its
        // first offset
        change.from().ifPresentOrElse(from -> targets.putIfAbsent(partition, from), () -> change.until()
                .ifPresent(first -> targets.putIfAbsent(partition, first)));
    }

    public Set<String> topics() {
        return targets.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** The moves from the stored offsets; partitions that no longer have an entry are omitted. */
    public Map<TopicPartition, Move> moves(Map<TopicPartition, StoredOffset> stored) {
        Map<TopicPartition, Move> moves = new HashMap<>();
        targets.forEach((partition, target) -> {
            StoredOffset now = stored.get(partition);
            if (now != null && now.offset() != target) {
                moves.put(
                        partition,
                        Move.to(
                                now,
                                now.identity()
                                        .map(identity -> StoredOffset.of(target, identity))
                                        .orElseGet(() -> StoredOffset.of(target))));
            }
        });
        return moves;
    }

    @Override
    public String toString() {
        return "Rollback[group=" + group + ", targets=" + targets + "]";
    }
}
