package io.tidemark.spark;

/**
 * What to do when a sink's ledger holds nothing of a group's topic while the offset store does: the sink was emptied, or
 * the job has got a new one. Nobody but its owner can tell which. A ledger that lacks some partitions of a topic was
 * restored from an old copy; these are read again.
 */
public enum EmptySinkPolicy {
    /** Do not start; the message says what the choices are. The default. */
    FAIL,
    /** Fill the sink again from the earliest offsets that the cluster holds. */
    REBUILD,
    /** Go on from the store's offsets; what was counted before is not in this sink. */
    CONTINUE
}
