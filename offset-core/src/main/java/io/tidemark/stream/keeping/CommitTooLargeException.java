package io.tidemark.stream.keeping;

import io.tidemark.offset.BatchTooLargeException;

/**
 * A transactional store found a commit too large, which the number of partitions decides on and not that of records.
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
