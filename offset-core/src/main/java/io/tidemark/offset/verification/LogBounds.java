package io.tidemark.offset.verification;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * The bounds of a partition's log.
 *
 * @param start the first offset that can still be read
 * @param end the offset after the last record: the high watermark
 * @param leaderEpoch the epoch of the leader that reported the end; empty if it is not known
 * @since 0.1
 */
public record LogBounds(long start, long end, OptionalInt leaderEpoch) {

    /** @throws IllegalArgumentException if {@code start} is negative or {@code end} is below it */
    public LogBounds {
        Objects.requireNonNull(leaderEpoch, "leaderEpoch");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("Cannot make bounds of a log: start " + start + ", end " + end);
        }
    }

    /** Bounds without a known leader epoch. */
    public LogBounds(long start, long end) {
        this(start, end, OptionalInt.empty());
    }
}
