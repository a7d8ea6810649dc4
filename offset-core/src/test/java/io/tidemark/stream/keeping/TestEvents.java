package io.tidemark.stream.keeping;

import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.StreamEvents;
import java.util.Map;

/** Events of a stream that the tests assemble from its parts. */
final class TestEvents {

    private TestEvents() {}

    static StreamEvents to(StreamListener... listeners) {
        KeepingSettings.Builder settings = KeepingSettings.builder()
                .group("tested")
                .topics("orders")
                .kafka(Map.of("bootstrap.servers", "model:1"));
        for (StreamListener listener : listeners) {
            settings.listener(listener);
        }
        return new StreamMemory().events(settings.build());
    }
}
