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

    /**
     * Describes the end.
     *
     * @param failure the failure that ended the stream; empty if it was stopped
     */
    public StreamEnded(Source source, Optional<Throwable> failure) {
        super(source);
        this.failure = failure;
    }

    /** The failure that ended the stream; empty if it was stopped. */
    public Optional<Throwable> failure() {
        return failure;
    }

    @Override
    public String toString() {
        return "StreamEnded[group=" + group() + ", time=" + time() + ", failure="
                + failure.map(Throwable::toString).orElse("none") + "]";
    }
}
