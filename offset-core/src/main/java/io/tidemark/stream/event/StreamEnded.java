package io.tidemark.stream.event;

import java.util.Optional;

/**
 * The stream has ended for good: it was stopped, or it failed and is not restarted. No other event follows, except from
 * a batch that was interrupted by the stop.
 *
 * @since 0.1
 */
public final class StreamEnded extends StreamEvent {

    private final Optional<Throwable> failure;
    private final StreamProgress progress;

    /**
     * Describes the end.
     *
     * @param failure the failure that ended the stream; empty if it was stopped
     * @param progress the last progress
     */
    public StreamEnded(Source source, Optional<Throwable> failure, StreamProgress progress) {
        super(source);
        this.failure = failure;
        this.progress = progress;
    }

    /** The failure that ended the stream; empty if it was stopped. */
    public Optional<Throwable> failure() {
        return failure;
    }

    /** The last progress, with the lag as of the last poll. */
    public StreamProgress progress() {
        return progress;
    }

    @Override
    public String toString() {
        return "StreamEnded[group=" + group() + ", time=" + time() + ", failure="
                + failure.map(Throwable::toString).orElse("none") + ", progress=" + progress + "]";
    }
}
