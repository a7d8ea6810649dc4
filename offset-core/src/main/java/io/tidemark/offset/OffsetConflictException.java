package io.tidemark.offset;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A write was refused because something else is stored than its writer believes: another driver of the same group has
 * moved on, or somebody changed the offsets by hand. Nothing was applied.
 */
public final class OffsetConflictException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    private final transient GroupId group;
    private final transient List<Conflict> conflicts;

    /**
     * @param group the group
     * @param conflicts the partitions in conflict; at least one
     */
    public OffsetConflictException(GroupId group, List<Conflict> conflicts) {
        super(message(group, conflicts));
        this.group = group;
        this.conflicts = List.copyOf(conflicts);
    }

    /** The group. */
    public GroupId group() {
        return group;
    }

    /** The partitions in conflict, in no particular order. */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    private static String message(GroupId group, List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot report a conflict of group " + group + ": no partition is named");
        }
        String shown = conflicts.stream().limit(10).map(Conflict::toString).collect(Collectors.joining(", "));
        String rest = conflicts.size() > 10 ? " and " + (conflicts.size() - 10) + " more partitions" : "";
        return "Cannot move the offsets of group " + group + ": " + shown + rest
                + "; another driver of this group has moved on, or the offsets were changed by hand. Nothing was written."
                + " Stop the other driver, then start this one again: it resumes from what is stored";
    }

    /**
     * One partition in conflict.
     *
     * @param partition the partition
     * @param expected the offset that the writer believed to be stored
     * @param found the offset that is stored; empty if there is no entry
     * @param expectedIdentity the topic that the writer believed the stored offset to belong to, where it matters
     * @param foundIdentity the topic that the stored offset belongs to, where it matters
     */
    public record Conflict(
            TopicPartition partition,
            long expected,
            Optional<Long> found,
            Optional<TopicIdentity> expectedIdentity,
            Optional<TopicIdentity> foundIdentity) {

        public Conflict {
            Objects.requireNonNull(partition, "partition");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(expectedIdentity, "expectedIdentity");
            Objects.requireNonNull(foundIdentity, "foundIdentity");
        }

        /** A conflict of offsets, whatever topic they belong to. */
        public Conflict(TopicPartition partition, long expected, Optional<Long> found) {
            this(partition, expected, found, Optional.empty(), Optional.empty());
        }

        @Override
        public String toString() {
            String numbers = partition + " expected " + expected + ", found "
                    + found.map(String::valueOf).orElse("no entry");
            return expectedIdentity.equals(foundIdentity)
                    ? numbers
                    : numbers + " (expected " + shown(expectedIdentity) + ", found " + shown(foundIdentity) + ")";
        }

        private static String shown(Optional<TopicIdentity> identity) {
            return identity.map(known -> "topic id " + known.topicId() + " of cluster " + known.clusterId())
                    .orElse("no topic id");
        }
    }
}
