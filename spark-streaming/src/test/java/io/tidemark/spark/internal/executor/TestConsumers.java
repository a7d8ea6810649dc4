package io.tidemark.spark.internal.executor;

import io.tidemark.spark.TestCluster;
import io.tidemark.stream.internal.cluster.KafkaParams;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers of the test cluster. */
final class TestConsumers {

    private TestConsumers() {}

    static ConsumerFactory<byte[], byte[]> bytes() {
        return new ConsumerFactory<>(
                KafkaParams.ofConsumer(TestCluster.params()),
                new DeserializerFactory.ByClass<>(ByteArrayDeserializer.class),
                new DeserializerFactory.ByClass<>(ByteArrayDeserializer.class));
    }
}
