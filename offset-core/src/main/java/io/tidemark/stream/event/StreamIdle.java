package io.tidemark.stream.event;

/**
 * The stream has polled the cluster and found no new records. It shows that an idle stream is alive. It comes with
 * every such poll, usually once in each batch interval: a listener that writes it somewhere limits the rate itself.
 *
 * @since 0.1
 */
public final class StreamIdle extends StreamEvent {

    /** Describes a poll without new records. */
    public StreamIdle(Source source) {
        super(source);
    }

    @Override
    public String toString() {
        return "StreamIdle[group=" + group() + ", time=" + time() + "]";
    }
}
