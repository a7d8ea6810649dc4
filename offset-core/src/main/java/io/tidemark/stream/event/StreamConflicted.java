package io.tidemark.stream.event;

import io.tidemark.offset.OffsetConflictException;

/**
 * Another driver has committed offsets of the group in the meantime. The stream fails and is not restarted.
 *
 * @since 0.1
 */
public final class StreamConflicted extends StreamEvent {

    private final OffsetConflictException conflict;

    /**
     * Describes a conflict.
     *
     * @param conflict the partitions in conflict, and who has written them
     */
    public StreamConflicted(Source source, OffsetConflictException conflict) {
        super(source);
        this.conflict = conflict;
    }

    /** The partitions in conflict, and who has written them. */
    public OffsetConflictException conflict() {
        return conflict;
    }

    @Override
    public String toString() {
        return "StreamConflicted[group=" + group() + ", time=" + time() + ", " + conflict.getMessage() + "]";
    }
}
