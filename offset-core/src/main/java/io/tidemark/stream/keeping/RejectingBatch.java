package io.tidemark.stream.keeping;

import io.tidemark.deadletter.RejectedRecords;

/**
 * A batch that skips records that cannot be processed. Their counts are written together with the batch, if its output
 * is a sink, and reported when it is committed.
 *
 * @since 0.1
 */
public interface RejectingBatch {

    /** The records that were rejected so far; complete when the job's function has returned. */
    RejectedRecords rejected();
}
