package io.tidemark.stream.internal.fence;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetStoreException;
import java.util.stream.Collectors;

/** A write was in conflict with an earlier write of the same stream; nothing was written, and nothing is lost. */
final class OwnWriteAppliedException extends OffsetStoreException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 10;

    OwnWriteAppliedException(OffsetConflictException conflict) {
        super("Cannot move the offsets of group " + conflict.group() + " from where this stream last read them: "
                + conflict.conflicts().stream()
                        .limit(SHOWN)
                        .map(Conflict::toString)
                        .collect(Collectors.joining(", "))
                + " of " + conflict.conflicts().size()
                + " partitions; an earlier write of this stream, whose answer was lost, has been applied in the meantime."
                + " Nothing is lost. Start the stream again, or set a RestartPolicy: it resumes from the stored"
                + " offsets");
        addSuppressed(conflict);
    }
}
