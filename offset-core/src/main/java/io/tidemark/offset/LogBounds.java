package io.tidemark.offset;

/**
 * What the broker holds of one partition.
 *
 * @param start the first offset that can still be read
 * @param end the offset behind the last record: the high watermark
 */
public record LogBounds(long start, long end) {

    /** @throws IllegalArgumentException if {@code start} is negative or {@code end} is below it */
    public LogBounds {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("Cannot make bounds of a log: start " + start + ", end " + end);
        }
    }
}
