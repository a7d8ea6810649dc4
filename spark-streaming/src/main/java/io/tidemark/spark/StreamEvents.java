package io.tidemark.spark;

import io.tidemark.stream.StreamListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners, and keeps what they throw away from the stream. */
final class StreamEvents {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

    private final List<StreamListener> listeners;

    StreamEvents(List<StreamListener> listeners) {
        this.listeners = listeners;
    }

    void tell(Consumer<StreamListener> event) {
        for (StreamListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                // whatever it is: it is not the stream's
                LOG.warn("A stream listener failed; the stream goes on", e);
            }
        }
    }
}
