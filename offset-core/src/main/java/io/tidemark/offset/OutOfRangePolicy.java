package io.tidemark.offset;

/**
 * What to do with a stored offset that cannot be resumed. Only the affected partition moves; all others resume at their
 * stored offsets.
 *
 * @since 0.1
 */
public enum OutOfRangePolicy {
    /** Do not start; the message names every such partition with its numbers. The default. */
    FAIL,
    /** Resume at the first offset that the log still holds. */
    EARLIEST,
    /** Resume at the log's end; earlier records are not read. */
    LATEST
}
