package io.tidemark.stream.event;

import io.tidemark.offset.start.StartOffsets;

/**
 * The stream starts, or restarts after a failure.
 *
 * @since 0.1
 */
public final class StreamStarted extends StreamEvent {

    private final StartOffsets offsets;

    /**
     * Describes a start.
     *
     * @param offsets where each partition starts
     */
    public StreamStarted(Source source, StartOffsets offsets) {
        super(source);
        this.offsets = offsets;
    }

    /** Where each partition starts, and why. */
    public StartOffsets offsets() {
        return offsets;
    }

    @Override
    public String toString() {
        return "StreamStarted[group=" + group() + ", time=" + time() + ", partitions="
                + offsets.partitions().size() + "]";
    }
}
