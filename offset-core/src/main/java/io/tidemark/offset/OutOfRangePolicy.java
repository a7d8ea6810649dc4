package io.tidemark.offset;

/**
 * What to do with a stored offset that cannot be resumed. Only the partition concerned moves; all others go on where
 * they are stored.
 */
public enum OutOfRangePolicy {
    /** Do not start; the message names every such partition with its numbers. The default. */
    FAIL,
    /** Go on at the first offset that the log still holds. */
    EARLIEST,
    /** Go on at the log's end; what lies before it is not read. */
    LATEST
}
