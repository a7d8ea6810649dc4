package io.tidemark.stream.internal.fence;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes of a stream, over all its runs, whose answers were lost. Such a write may be applied late, after the
 * stream has read back and continued without it. A conflict with it is not a conflict with another driver. It is
 * recognized by the offset that it leaves and by the recorded writer. If the store records no writer, another driver
 * may have written the same offset, and it remains a conflict. Thread-safe.
 */
public final class OwnWrites {

    private static final Logger LOG = LoggerFactory.getLogger(OwnWrites.class);

    /** How many writes are kept; older ones are no longer under way. */
    private static final int KEPT = 64;

    private final Deque<Write> unsettled = new ArrayDeque<>();

    /** The answer to a commit was lost. */
    public void unsettled(OffsetCommit commit) {
        Map<TopicPartition, Long> left = new HashMap<>();
        commit.ranges().forEach(range -> left.put(range.partition(), range.until()));
        keep(new Write(left, moved(commit.ranges())));
    }

    /** The answer to the registration of partitions was lost. */
    public void unsettled(Map<TopicPartition, StoredOffset> first) {
        Map<TopicPartition, Long> left = new HashMap<>();
        first.forEach((partition, entry) -> left.put(partition, entry.offset()));
        keep(new Write(left, Set.of()));
    }

    /** The answer to a move was lost. */
    public void unsettled(OffsetReposition reposition) {
        Map<TopicPartition, Long> left = new HashMap<>();
        reposition.moves().forEach((partition, move) -> move.next()
                .ifPresent(next -> left.put(partition, next.offset())));
        keep(new Write(left, Set.of()));
    }

    /**
     * Judges the conflict of a commit. Returns if an earlier attempt of this stream has applied the same commit.
     *
     * @throws OwnWriteAppliedException if it is with another write of this stream; a restart resumes after it
     * @throws OffsetConflictException the conflict itself, if it is with something else
     */
    public void requireApplied(OffsetConflictException conflict, OffsetCommit commit) {
        requireOwn(conflict);
        if (!isApplied(conflict, commit)) {
            throw new OwnWriteAppliedException(conflict);
        }
        LOG.warn(
                "A write of group {} whose answer was lost has been applied after it was read back: ranges {}. It is this"
                        + " stream's own; the stream continues after it",
                commit.group(),
                commit.ranges());
    }

    /**
     * Judges the conflict of a write other than a commit.
     *
     * @return the exception to throw: the conflict itself, unless it is with a write of this stream
     */
    public RuntimeException judged(OffsetConflictException conflict) {
        return isOwn(conflict) ? new OwnWriteAppliedException(conflict) : conflict;
    }

    private void requireOwn(OffsetConflictException conflict) {
        if (!isOwn(conflict)) {
            throw conflict;
        }
    }

    private synchronized boolean isOwn(OffsetConflictException conflict) {
        return conflict.conflicts().stream()
                .allMatch(each -> each.foundWriter().equals(Optional.of(conflict.writer()))
                        && unsettled.stream().anyMatch(write -> write.leaves(each)));
    }

    private synchronized boolean isApplied(OffsetConflictException conflict, OffsetCommit commit) {
        Set<PartitionRange> moved = moved(commit.ranges());
        Set<TopicPartition> inConflict = new HashSet<>();
        conflict.conflicts().forEach(each -> inConflict.add(each.partition()));
        return moved.stream().allMatch(range -> inConflict.contains(range.partition()))
                && conflict.conflicts().stream().allMatch(each -> moved.stream()
                        .anyMatch(range -> range.partition().equals(each.partition())
                                && each.found().equals(Optional.of(range.until()))))
                && unsettled.stream().anyMatch(write -> write.moved().equals(moved));
    }

    private synchronized void keep(Write write) {
        unsettled.addLast(write);
        if (unsettled.size() > KEPT) {
            unsettled.removeFirst();
        }
    }

    private static Set<PartitionRange> moved(List<PartitionRange> ranges) {
        Set<PartitionRange> moved = new HashSet<>(ranges);
        moved.removeIf(PartitionRange::isEmpty);
        return moved;
    }

    /**
     * A write whose answer was lost.
     *
     * @param left the offsets that it leaves
     * @param moved the ranges that it covers; none if it is no commit
     */
    private record Write(Map<TopicPartition, Long> left, Set<PartitionRange> moved) {

        boolean leaves(Conflict conflict) {
            Long offset = left.get(conflict.partition());
            return offset != null && conflict.found().equals(Optional.of(offset));
        }
    }
}
