package io.tidemark.stream.internal;

import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the events of a stream to its listeners. Exceptions of a listener are logged and never reach the stream. */
public final class StreamEvents {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

    private final StreamEvent.Source source;
    private final ProgressTracker tracker;
    private final List<StreamListener> listeners;

    /**
     * @param source the stream
     * @param tracker is told first, so that a listener sees the progress with its event included
     */
    public StreamEvents(StreamEvent.Source source, ProgressTracker tracker, List<StreamListener> listeners) {
        this.source = source;
        this.tracker = tracker;
        this.listeners = List.copyOf(listeners);
    }

    /** Sends the event of the end, with the last progress. */
    public void tellEnd(Optional<Throwable> failure) {
        tracker.end(failure);
        StreamProgress last = tracker.progress();
        tell(from -> new StreamEnded(from, failure, last), StreamListener::ended);
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
        tracker.note(created);
        for (StreamListener listener : listeners) {
            try {
                method.accept(listener, created);
            } catch (Throwable e) {
                LOG.warn("A stream listener failed; the stream continues", e);
            }
        }
    }
}
