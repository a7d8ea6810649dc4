package io.tidemark.stream.keeping;

import io.tidemark.offset.BatchTooLargeException;

/**
 * A transactional store found a commit too large. Its size depends on the number of partitions, not of records.
 */
final class CommitTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final BatchTooLargeException refusal;

    CommitTooLargeException(BatchTooLargeException refusal) {
        super(refusal.getMessage(), refusal);
        this.refusal = refusal;
    }

    BatchTooLargeException refusal() {
        return refusal;
    }
}
