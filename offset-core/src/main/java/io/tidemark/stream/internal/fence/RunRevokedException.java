package io.tidemark.stream.internal.fence;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;

/** A run whose batch was aborted tried to write; nothing was written. */
final class RunRevokedException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    RunRevokedException(GroupId group) {
        super("Cannot write for group " + group
                + ": this run of the stream was stopped, and its batch was aborted because it did"
                + " not finish within stopTimeout. Nothing was written; the next run resumes from the stored offsets."
                + " Raise stopTimeout, or end the batch's work when its thread is interrupted");
    }
}
