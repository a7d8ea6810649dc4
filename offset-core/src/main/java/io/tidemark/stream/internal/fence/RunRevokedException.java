package io.tidemark.stream.internal.fence;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;

/** A run that was cut off tried to write; nothing was written. */
final class RunRevokedException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    RunRevokedException(GroupId group) {
        super("Cannot write for group " + group
                + ": this run of the stream was stopped and its batch cut off, because it did"
                + " not finish within the time limit of the stop. Nothing was written; the next run resumes from what is"
                + " stored. Raise stopTimeout, or end the batch's work when its thread is interrupted");
    }
}
