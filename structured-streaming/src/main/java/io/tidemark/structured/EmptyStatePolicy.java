package io.tidemark.structured;

/**
 * What a stateful query does if its checkpoint is empty and offsets are stored for its group: the checkpoint is new or
 * lost, so its windows, joins and other state are empty, while reading continues behind the records that they held.
 *
 * @since 0.1
 */
public enum EmptyStatePolicy {
    /** The query does not start. */
    FAIL,
    /** The query continues from the stored offsets with empty state; its owner accepts that. */
    CONTINUE
}
