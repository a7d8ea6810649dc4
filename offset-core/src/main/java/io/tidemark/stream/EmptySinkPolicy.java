package io.tidemark.stream;

/**
 * What to do if a sink's ledger holds no offset of a group's topic while the offset store does: either the sink was
 * emptied, or the job writes to a new sink. Only the owner of the job can tell which. A ledger that lacks some
 * partitions of a topic was restored from an old copy; these partitions are read again.
 *
 * @since 0.1
 */
public enum EmptySinkPolicy {
    /** Do not start; the message lists the choices. The default. */
    FAIL,
    /** Replay into the sink from the earliest offsets that the cluster holds. */
    REBUILD,
    /** Continue from the store's offsets; the sink lacks everything before them. */
    CONTINUE
}
