package io.tidemark.offset.mysql;

import io.tidemark.offset.WriterName;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * One write of a group, as the store's history keeps it.
 *
 * @param number its number, larger than those of all earlier writes of the group
 * @param kind what kind of write it was
 * @param storedAt when, by the server's clock
 * @param writer who has written; empty where the row was made by hand
 * @param changes what it changed; empty where that was too much to be kept
 */
public record HistoryEntry(
        long number, Kind kind, Instant storedAt, Optional<WriterName> writer, Map<TopicPartition, Change> changes) {

    public HistoryEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(storedAt, "storedAt");
        Objects.requireNonNull(writer, "writer");
        changes = Map.copyOf(changes);
    }

    /** What kind of write it was. */
    public enum Kind {
        /** First offsets. */
        FIRST,
        /** A batch's commit. */
        COMMIT,
        /** A decision to go on elsewhere. */
        MOVE,
        /** A return to an earlier state. */
        ROLLBACK
    }

    /** Whether a partition's offsets before and after a change are those of one topic. */
    public enum Topic {
        /** They are. */
        SAME,
        /**
         * They are not: the topic was created again, or the cluster is another. Offsets from before mean nothing now.
         */
        OTHER
    }

    /**
     * What a write did to one partition.
     *
     * @param from the offset before; empty if there was no entry
     * @param until the offset after; empty if the entry was removed
     * @param topic whose offsets these are
     */
    public record Change(OptionalLong from, OptionalLong until, Topic topic) {

        public Change {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(topic, "topic");
        }
    }
}
