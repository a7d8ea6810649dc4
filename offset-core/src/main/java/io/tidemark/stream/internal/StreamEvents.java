package io.tidemark.stream.internal;

import io.tidemark.stream.StreamListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends events to the listeners. What a listener throws is logged and never reaches the stream. */
public final class StreamEvents {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEvents.class);

    private final List<StreamListener> listeners;

    public StreamEvents(List<StreamListener> listeners) {
        this.listeners = listeners;
    }

    public void tell(Consumer<StreamListener> event) {
        for (StreamListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                LOG.warn("A stream listener failed; the stream continues", e);
            }
        }
    }
}
