package io.tidemark.spark;

import io.tidemark.spark.internal.executor.DeserializerFactory;
import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How the executors get the deserializers of keys or values: by class, as a configured instance, or from a supplier.
 * Instances and suppliers are sent to the executors with Java's serialization, which is checked when the stream starts.
 * Immutable.
 *
 * <pre>{@code
 * StreamSettings<String, byte[]> settings = StreamSettings.builder(
 *                 DeserializerSource.ofClass(StringDeserializer.class),
 *                 DeserializerSource.suppliedBy(() -> new ByteArrayDeserializer()))
 *         .group("recharge")
 *         .topics("orders")
 *         .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *         .build();
 * }</pre>
 *
 * @param <T> the type that the deserializers return
 * @since 0.1
 */
public final class DeserializerSource<T> {

    private final DeserializerFactory<T> factory;

    private DeserializerSource(DeserializerFactory<T> factory) {
        this.factory = factory;
    }

    /**
     * A class, from which Kafka makes a deserializer for each consumer, and configures it with the consumer's settings.
     *
     * @param type public, with a public constructor without arguments
     */
    public static <T> DeserializerSource<T> ofClass(Class<? extends Deserializer<T>> type) {
        return new DeserializerSource<>(new DeserializerFactory.ByClass<>(type));
    }

    /**
     * A configured instance. Each consumer gets a copy of it, made with Java's serialization, so the class and all its
     * fields must be serializable. Kafka does not configure it again, and closes the copies only. If the class is not
     * serializable, use {@link #suppliedBy}.
     *
     * @param configured the instance; not used after the call except to copy it
     */
    public static <T, D extends Deserializer<T> & Serializable> DeserializerSource<T> ofInstance(D configured) {
        return new DeserializerSource<>(new DeserializerFactory.Copied<>(configured));
    }

    /**
     * A supplier, called on the executors once for each consumer. It returns a new, configured deserializer with each
     * call; Kafka does not configure it, and closes it with its consumer.
     *
     * @param supplier the supplier; what it captures must be serializable
     */
    public static <T> DeserializerSource<T> suppliedBy(Factory<T> supplier) {
        return new DeserializerSource<>(new DeserializerFactory.Supplied<>(supplier));
    }

    DeserializerFactory<T> factory() {
        return factory;
    }

    /** The class that is named, configured or supplies. */
    @Override
    public String toString() {
        return factory.name();
    }

    /**
     * A supplier of deserializers that can be sent to executors.
     *
     * @param <T> the type that the deserializers return
     * @since 0.1
     */
    @FunctionalInterface
    public interface Factory<T> extends Supplier<Deserializer<T>>, Serializable {}
}
