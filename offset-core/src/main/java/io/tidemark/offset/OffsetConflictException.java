package io.tidemark.offset;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A write was refused because the stored offsets differ from the expected ones: another driver of the same group has
 * committed, or a person has changed the offsets. Nothing was applied.
 *
 * @since 0.1
 */
public final class OffsetConflictException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN_PARTITIONS = 10;
    private static final int SHOWN_WRITERS = 3;

    private final transient GroupId group;
    private final transient WriterName writer;
    private final transient List<Conflict> conflicts;

    /**
     * A write of {@link WriterName#ofThisProcess() this process} was refused.
     *
     * @param group the group
     * @param conflicts the partitions in conflict; at least one
     */
    public OffsetConflictException(GroupId group, List<Conflict> conflicts) {
        this(group, WriterName.ofThisProcess(), conflicts);
    }

    /**
     * @param group the group
     * @param writer the refused writer
     * @param conflicts the partitions in conflict; at least one
     */
    public OffsetConflictException(GroupId group, WriterName writer, List<Conflict> conflicts) {
        super(message(group, writer, conflicts));
        this.group = group;
        this.writer = writer;
        this.conflicts = List.copyOf(conflicts);
    }

    /** The group. */
    public GroupId group() {
        return group;
    }

    /** The refused writer. Each conflict names the writer of the stored offset. */
    public WriterName writer() {
        return writer;
    }

    /** The partitions in conflict, in no particular order. */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    private static String message(GroupId group, WriterName writer, List<Conflict> conflicts) {
        if (conflicts.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot report a conflict of group " + group + ": no partition is named");
        }
        String shown = conflicts.stream()
                .limit(SHOWN_PARTITIONS)
                .map(Conflict::toString)
                .collect(Collectors.joining(", "));
        String rest = conflicts.size() > SHOWN_PARTITIONS
                ? ", and " + (conflicts.size() - SHOWN_PARTITIONS) + " more partitions"
                : "";
        return "Cannot move the offsets of group " + group + " as writer " + writer + ": " + shown + rest
                + foundWriters(conflicts)
                + ". Another driver of this group has committed, or an operator has changed the offsets. Nothing was"
                + " written."
                + " Stop the other driver, then start this one again: it resumes from the stored offsets";
    }

    private static String foundWriters(List<Conflict> conflicts) {
        List<String> writers = conflicts.stream()
                .flatMap(conflict -> conflict.foundWriter().stream())
                .map(WriterName::value)
                .distinct()
                .sorted()
                .toList();
        if (writers.isEmpty()) {
            return "";
        }
        String rest =
                writers.size() > SHOWN_WRITERS ? ", and " + (writers.size() - SHOWN_WRITERS) + " more writers" : "";
        return "; the stored offsets were written by "
                + String.join(", ", writers.subList(0, Math.min(SHOWN_WRITERS, writers.size()))) + rest;
    }

    /**
     * One partition in conflict.
     *
     * @param partition the partition
     * @param expected the offset that the writer expected
     * @param found the stored offset; empty if there is no entry
     * @param expectedIdentity the expected topic of the stored offset; empty if the write has no condition on it
     * @param foundIdentity the actual topic of the stored offset; empty if it is not stored, or the write has no
     *     condition on it
     * @param foundWriter the writer of the stored offset, if the store has recorded it
     */
    public record Conflict(
            TopicPartition partition,
            long expected,
            Optional<Long> found,
            Optional<TopicIdentity> expectedIdentity,
            Optional<TopicIdentity> foundIdentity,
            Optional<WriterName> foundWriter) {

        public Conflict {
            Objects.requireNonNull(partition, "partition");
            Objects.requireNonNull(found, "found");
            Objects.requireNonNull(expectedIdentity, "expectedIdentity");
            Objects.requireNonNull(foundIdentity, "foundIdentity");
            Objects.requireNonNull(foundWriter, "foundWriter");
        }

        /** A conflict with an unknown writer. */
        public Conflict(
                TopicPartition partition,
                long expected,
                Optional<Long> found,
                Optional<TopicIdentity> expectedIdentity,
                Optional<TopicIdentity> foundIdentity) {
            this(partition, expected, found, expectedIdentity, foundIdentity, Optional.empty());
        }

        /** A conflict of offsets, regardless of the topic that they belong to. */
        public Conflict(TopicPartition partition, long expected, Optional<Long> found) {
            this(partition, expected, found, Optional.empty(), Optional.empty());
        }

        /**
         * A conflict of offsets, with the writer of the stored one if the store has recorded it.
         *
         * @param found what is stored; empty if there is no entry
         */
        public static Conflict with(TopicPartition partition, long expected, Optional<StoredOffset> found) {
            return new Conflict(
                    partition,
                    expected,
                    found.map(StoredOffset::offset),
                    Optional.empty(),
                    Optional.empty(),
                    found.flatMap(StoredOffset::writer));
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
