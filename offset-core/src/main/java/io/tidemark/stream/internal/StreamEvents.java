package io.tidemark.stream.internal;

import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamListener;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the events of a stream to its listeners. Exceptions of a listener are logged and never reach the stream. */
public final class StreamEvents {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

    private final StreamEvent.Source source;
    private final List<StreamListener> listeners;

    /** @param source the stream */
    public StreamEvents(StreamEvent.Source source, List<StreamListener> listeners) {
        this.source = source;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Sends an event.
     *
     * @param event creates the event
     * @param method the listener's method for it
     */
    public <E extends StreamEvent> void tell(
            Function<StreamEvent.Source, E> event, BiConsumer<StreamListener, E> method) {
        E created = event.apply(source);
        for (StreamListener listener : listeners) {
            try {
                method.accept(listener, created);
            } catch (Throwable e) {
                LOG.warn("A stream listener failed; the stream continues", e);
            }
        }
    }
}
