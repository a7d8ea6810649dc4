package io.tidemark.spark.internal.executor;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Makes a deserializer for each consumer on the executors; it is sent to them with Java's serialization. */
public sealed interface DeserializerFactory<T> extends Serializable {

    /** The name of the deserializer's class, or what is known of it. */
    String name();

    /** A new deserializer; empty if Kafka makes it by its class, and configures it. */
    Optional<Deserializer<T>> create();

    /** A class that Kafka makes and configures. */
    record ByClass<T>(Class<? extends Deserializer<T>> type) implements DeserializerFactory<T> {

        @Override
        public String name() {
            return type.getName();
        }

        @Override
        public Optional<Deserializer<T>> create() {
            return Optional.empty();
        }
    }

    /** A configured instance. Each consumer gets a copy, because it closes its deserializers. */
    record Copied<T>(Deserializer<T> original) implements DeserializerFactory<T> {

        @Override
        public String name() {
            return original.getClass().getName();
        }

        @Override
        public Optional<Deserializer<T>> create() {
            // Spark's serializer also finds classes of archives that were added to the application
            SerializerInstance serializer = SparkEnv.get().closureSerializer().newInstance();
            ClassTag<Deserializer<T>> type = ClassTag$.MODULE$.apply(Deserializer.class);
            ByteBuffer bytes = serializer.serialize(original, type);
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Optional.of(serializer.deserialize(bytes, loader, type));
        }
    }

    /**
     * Keeps the failures of another one's deserializers.
     *
     * @param of makes the deserializers
     * @param params the consumer's settings, for a deserializer that is given by its class
     * @param use what it deserializes
     */
    record Capturing<T>(DeserializerFactory<T> of, Map<String, Object> params, Use use)
            implements DeserializerFactory<Captured<T>> {

        @Override
        public String name() {
            return of.name();
        }

        @Override
        public Optional<Deserializer<Captured<T>>> create() {
            return Optional.of(new CapturingDeserializer<>(of.create().orElseGet(this::configured)));
        }

        /** As Kafka's consumer does it. */
        private Deserializer<T> configured() {
            Class<? extends Deserializer<T>> type = ((ByClass<T>) of).type();
            try {
                Deserializer<T> deserializer = type.getConstructor().newInstance();
                deserializer.configure(params, use == Use.KEY);
                return deserializer;
            } catch (ReflectiveOperationException e) {
                throw new KafkaException("Cannot make the deserializer " + type.getName() + ": " + e, e);
            }
        }

        /** The part of a record. */
        enum Use {
            KEY,
            VALUE
        }
    }

    /** A supplier that is called for each consumer. */
    record Supplied<T, S extends Supplier<? extends Deserializer<T>> & Serializable>(S supplier)
            implements DeserializerFactory<T> {

        @Override
        public String name() {
            return "a deserializer from " + supplier.getClass().getName();
        }

        @Override
        public Optional<Deserializer<T>> create() {
            return Optional.of(supplier.get());
        }
    }
}
