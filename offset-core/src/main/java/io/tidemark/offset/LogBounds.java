package io.tidemark.offset;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What the broker holds of one partition.
 *
 * @param start the first offset that can still be read
 * @param end the offset behind the last record: the high watermark
 * @param leaderEpoch the term of the leader that told the end; empty where it is not known
 */
public record LogBounds(long start, long end, OptionalInt leaderEpoch) {

    /** @throws IllegalArgumentException if {@code start} is negative or {@code end} is below it */
    public LogBounds {
        Objects.requireNonNull(leaderEpoch, "leaderEpoch");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("Cannot make bounds of a log: start " + start + ", end " + end);
        }
    }

    /** Bounds of which it is not known who told them. */
    public LogBounds(long start, long end) {
        this(start, end, OptionalInt.empty());
    }
}
