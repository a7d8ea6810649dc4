package io.tidemark.offset.spi;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Resolves unknown outcomes by reading back.
 *
 * @since 0.1
 */
public final class CommitOutcomes {

    private CommitOutcomes() {}

    /**
     * Decides whether to read back once more, and waits before it: a write that is still in progress may be applied in
     * the meantime.
     */
    @FunctionalInterface
    public interface Pause {

        /**
         * Waits.
         *
         * @param readings the number of reads so far; at least 1
         * @return whether to read again
         */
        boolean after(int readings);
    }

    /**
     * Resolves an unknown outcome by reading back once.
     *
     * @param unknown the exception of the store or sink
     * @param commit the commit; ranges without offsets prove nothing and are skipped
     * @param readBack reads what is stored for the commit's group and topics
     * @throws CommitOutcomeUnknownException {@code unknown} itself, if reading back fails, too
     * @throws OffsetConflictException if neither the state before nor the one after is stored
     * @throws OffsetStoreException if the write was not applied
     */
    public static void resolve(
            CommitOutcomeUnknownException unknown,
            OffsetCommit commit,
            Supplier<Map<TopicPartition, StoredOffset>> readBack) {
        resolve(unknown, commit, readBack, readings -> false);
    }

    /**
     * Resolves an unknown outcome. Returns if the write was applied. While the write is not applied, or the store
     * cannot be read, it reads again as often as the pause allows. Because every write is conditional, a write that is
     * still in progress after the last read can be applied later only if no other write has come in between; it is
     * never applied twice.
     *
     * @param unknown the exception of the store or sink
     * @param commit the commit; ranges without offsets prove nothing and are skipped
     * @param readBack reads what is stored for the commit's group and topics
     * @param pause waits between two reads
     * @throws CommitOutcomeUnknownException {@code unknown} itself, if the last read fails
     * @throws OffsetConflictException if neither the state before nor the one after is stored
     * @throws OffsetStoreException if the write was not applied
     */
    public static void resolve(
            CommitOutcomeUnknownException unknown,
            OffsetCommit commit,
            Supplier<Map<TopicPartition, StoredOffset>> readBack,
            Pause pause) {
        Optional<OffsetStoreException> trouble = read(unknown, commit, readBack);
        for (int readings = 1; trouble.isPresent() && pause.after(readings); readings++) {
            trouble = read(unknown, commit, readBack);
        }
        if (trouble.isPresent()) {
            throw trouble.get();
        }
    }

    /** Reads back; empty if the write was applied. */
    private static Optional<OffsetStoreException> read(
            CommitOutcomeUnknownException unknown,
            OffsetCommit commit,
            Supplier<Map<TopicPartition, StoredOffset>> readBack) {
        Map<TopicPartition, StoredOffset> stored;
        try {
            stored = readBack.get();
        } catch (OffsetStoreException e) {
            if (unknown.getSuppressed().length == 0) {
                unknown.addSuppressed(e);
            }
            return Optional.of(unknown);
        }
        int applied = 0;
        int notApplied = 0;
        List<OffsetConflictException.Conflict> others = new ArrayList<>();
        for (PartitionRange range : commit.ranges()) {
            Optional<StoredOffset> entry = Optional.ofNullable(stored.get(range.partition()));
            Optional<Long> found = entry.map(StoredOffset::offset);
            if (range.isEmpty()) {
                continue;
            }
            if (found.equals(Optional.of(range.until()))) {
                applied++;
            } else if (found.equals(Optional.of(range.from()))) {
                notApplied++;
            } else {
                others.add(conflict(range, entry));
            }
        }
        if (!others.isEmpty() || (applied > 0 && notApplied > 0)) {
            throw new OffsetConflictException(commit.group(), others.isEmpty() ? mixed(commit, stored) : others);
        }
        if (notApplied > 0) {
            return Optional.of(new OffsetStoreException(
                    "Cannot write the ranges " + commit.ranges() + " of group " + commit.group()
                            + ": the answer of the server was lost, and the stored offsets show that the write was"
                            + " not applied;"
                            + " start the stream again: it resumes from the stored offsets",
                    unknown));
        }
        return Optional.empty();
    }

    private static List<OffsetConflictException.Conflict> mixed(
            OffsetCommit commit, Map<TopicPartition, StoredOffset> stored) {
        return commit.ranges().stream()
                .map(range -> conflict(range, Optional.ofNullable(stored.get(range.partition()))))
                .toList();
    }

    private static OffsetConflictException.Conflict conflict(PartitionRange range, Optional<StoredOffset> entry) {
        return new OffsetConflictException.Conflict(
                range.partition(),
                range.from(),
                entry.map(StoredOffset::offset),
                Optional.empty(),
                Optional.empty(),
                entry.flatMap(StoredOffset::writer));
    }
}
