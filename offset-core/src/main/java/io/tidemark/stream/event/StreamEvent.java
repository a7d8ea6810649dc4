package io.tidemark.stream.event;

import io.tidemark.offset.GroupId;
import java.time.Instant;

/**
 * Something that happened to a stream. Immutable and thread-safe, and valid after the listener has returned.
 *
 * @since 0.1
 */
public abstract sealed class StreamEvent
        permits StreamStarted,
                StreamIdle,
                BatchCommitted,
                BatchSplit,
                RecordsLost,
                ReplayStarted,
                StreamConflicted,
                StreamFailed,
                StreamEnded {

    private final Source source;
    private final Instant time;

    StreamEvent(Source source) {
        this.source = source;
        this.time = source.now();
    }

    /** The group of the stream. */
    public GroupId group() {
        return source.group();
    }

    /** When the event happened. */
    public Instant time() {
        return time;
    }

    /**
     * Requests a stop of the stream and returns at once, on every thread. The running batch is finished and committed
     * if it takes no longer than the stream's stop timeout; then the stream ends. It does nothing if the stream has
     * ended or a stop was requested before.
     */
    public void stop() {
        source.stop();
    }

    /**
     * The stream that an event belongs to. Tidemark's engines implement it; a test of a listener may implement it too.
     * Thread-safe.
     *
     * @since 0.1
     */
    public interface Source {

        /** The group of the stream. */
        GroupId group();

        /** The current time by the stream's clock. */
        Instant now();

        /** Requests a stop and returns at once. */
        void stop();
    }
}
