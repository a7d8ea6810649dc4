package io.tidemark.offset;

import io.tidemark.offset.OffsetConflictException.Conflict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * The ranges of one batch. A store accepts a commit only if its own offset of every partition equals that partition's
 * {@code from}, and then for all partitions at once: accepted commits form a chain without gap or overlap.
 *
 * @param group the group
 * @param ranges one range for each partition; at least one, no partition twice
 * @since 0.1
 */
public record OffsetCommit(GroupId group, List<PartitionRange> ranges) {

    /** @throws IllegalArgumentException if there is no range, or a partition occurs twice */
    public OffsetCommit {
        Objects.requireNonNull(group, "group");
        ranges = List.copyOf(ranges);
        requireDistinctPartitions(group, ranges);
    }

    /** The names of the topics that the ranges belong to, sorted. */
    public Set<String> topics() {
        Set<String> topics = new TreeSet<>();
        ranges.forEach(range -> topics.add(range.partition().topic()));
        return topics;
    }

    /**
     * Checks the commit's condition, for stores that can read before they write.
     *
     * @param stored what the store holds for the group, at least for the commit's partitions
     * @param writer the writer of the commit
     * @throws OffsetConflictException if an offset is not its range's {@code from}, naming every such partition
     */
    public void requireStored(Map<TopicPartition, StoredOffset> stored, WriterName writer) {
        List<Conflict> conflicts = new ArrayList<>();
        for (PartitionRange range : ranges) {
            StoredOffset found = stored.get(range.partition());
            if (found == null || found.offset() != range.from()) {
                conflicts.add(Conflict.with(range.partition(), range.from(), Optional.ofNullable(found)));
            }
        }
        if (!conflicts.isEmpty()) {
            throw new OffsetConflictException(group, writer, conflicts);
        }
    }

    /**
     * Checks the commit's condition for {@link WriterName#ofThisProcess() this process}.
     *
     * @param stored what the store holds for the group, at least for the commit's partitions
     * @throws OffsetConflictException if an offset is not its range's {@code from}, naming every such partition
     */
    public void requireStored(Map<TopicPartition, StoredOffset> stored) {
        requireStored(stored, WriterName.ofThisProcess());
    }

    private static void requireDistinctPartitions(GroupId group, List<PartitionRange> ranges) {
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("Cannot make a commit of group " + group + ": it has no range");
        }
        Set<TopicPartition> seen = new HashSet<>();
        for (PartitionRange range : ranges) {
            if (!seen.add(range.partition())) {
                throw new IllegalArgumentException("Cannot make a commit of group " + group + ": partition "
                        + range.partition() + " occurs twice in " + ranges);
            }
        }
    }
}
