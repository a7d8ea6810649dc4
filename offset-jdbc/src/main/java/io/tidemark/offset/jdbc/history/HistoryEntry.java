package io.tidemark.offset.jdbc.history;

import io.tidemark.offset.WriterName;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * A write of a group in the store's history.
 *
 * @param number its number, larger than the numbers of all earlier writes of the group
 * @param kind the kind of write
 * @param storedAt when it was stored, by the server's clock
 * @param writer the writer; empty if the row was created by hand
 * @param changes the changes; empty if there were too many to be kept
 * @since 0.1
 */
public record HistoryEntry(
        long number, Kind kind, Instant storedAt, Optional<WriterName> writer, Map<TopicPartition, Change> changes) {

    public HistoryEntry {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(storedAt, "storedAt");
        Objects.requireNonNull(writer, "writer");
        changes = Map.copyOf(changes);
    }

    /** The kind of a write. */
    public enum Kind {
        /** First offsets. */
        FIRST,
        /** A batch's commit. */
        COMMIT,
        /** A move to other offsets by decision. */
        MOVE,
        /** A rollback to an earlier state. */
        ROLLBACK
    }

    /** Whether a partition's offsets before and after a change belong to the same topic. */
    public enum Topic {
        /** They belong to the same topic. */
        SAME,
        /**
         * They do not: the topic was created again, or the cluster is another one. The old offsets are meaningless now.
         */
        OTHER
    }

    /**
     * The change of one partition.
     *
     * @param from the offset before; empty if there was no entry
     * @param until the offset after; empty if the entry was removed
     * @param topic whether both offsets belong to the same topic
     */
    public record Change(OptionalLong from, OptionalLong until, Topic topic) {

        public Change {
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(topic, "topic");
        }
    }
}
