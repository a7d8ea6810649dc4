package io.tidemark.spark.internal.executor;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Returns the failure of a deserializer, so that the consumer does not stop before the record. */
final class CapturingDeserializer<T> implements Deserializer<Captured<T>> {

    private final Deserializer<T> deserializer;

    CapturingDeserializer(Deserializer<T> deserializer) {
        this.deserializer = deserializer;
    }

    @Override
    public Captured<T> deserialize(String topic, byte @Nullable [] data) {
        throw new UnsupportedOperationException("Kafka's consumer deserializes with the headers");
    }

    @Override
    public Captured<T> deserialize(String topic, Headers headers, byte @Nullable [] data) {
        try {
            return new Captured<>(data, deserializer.deserialize(topic, headers, data), null);
        } catch (Exception | StackOverflowError e) {
            // a stack overflow is what deeply nested data does to a parser
            return new Captured<>(data, null, e);
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }
}
