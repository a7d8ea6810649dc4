package io.tidemark.spark.internal.executor;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes the executors' consumers. They have no group, so that nothing can be committed or rebalanced there.
 *
 * @param params the settings, serializable and without deserializers
 * @param key makes the deserializers of the keys
 * @param value makes the deserializers of the values
 */
public record ConsumerFactory<K, V>(
        Map<String, Object> params, DeserializerFactory<K> key, DeserializerFactory<V> value) implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * With Kafka's default of 64 kB, a fetch of megabytes stays at the broker until the next poll. The system's buffer
     * takes it in while the task still counts the records of the fetch before.
     */
    private static final int SIZED_BY_THE_SYSTEM = -1;

    public ConsumerFactory {
        params = Map.copyOf(params);
    }

    /** Makes consumers that keep the failures of the deserializers, instead of stopping before the record. */
    public ConsumerFactory<Captured<K>, Captured<V>> capturing() {
        return new ConsumerFactory<>(
                params,
                new DeserializerFactory.Capturing<>(key, params, DeserializerFactory.Capturing.Use.KEY),
                new DeserializerFactory.Capturing<>(value, params, DeserializerFactory.Capturing.Use.VALUE));
    }

    Made<K, V> create() {
        Optional<Deserializer<K>> keys = key.create();
        Optional<Deserializer<V>> values = value.create();
        return new Made<>(
                new KafkaConsumer<>(completeParams(), keys.orElse(null), values.orElse(null)),
                name(key, keys),
                name(value, values));
    }

    /** The settings with the deserializers' classes, and with defaults of their own. */
    Map<String, Object> completeParams() {
        Map<String, Object> all = new HashMap<>(params);
        all.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, SIZED_BY_THE_SYSTEM);
        addClass(all, ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, key);
        addClass(all, ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, value);
        return all;
    }

    private static void addClass(Map<String, Object> params, String name, DeserializerFactory<?> factory) {
        if (factory instanceof DeserializerFactory.ByClass<?> byClass) {
            params.put(name, byClass.type());
        }
    }

    private static <T> String name(DeserializerFactory<T> factory, Optional<Deserializer<T>> made) {
        return made.map(deserializer -> deserializer.getClass().getName()).orElseGet(factory::name);
    }

    /** Names no parameter: secrets are among them. */
    @Override
    public String toString() {
        return "ConsumerFactory[" + key.name() + ", " + value.name() + "]";
    }

    /**
     * A consumer, and the classes of its deserializers.
     *
     * @param consumer the consumer
     * @param key the class of the key's
     * @param value the class of the value's
     */
    record Made<K, V>(Consumer<K, V> consumer, String key, String value) {}
}
