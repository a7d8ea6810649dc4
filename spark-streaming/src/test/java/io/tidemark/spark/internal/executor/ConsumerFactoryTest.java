package io.tidemark.spark.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class ConsumerFactoryTest {

    @Test
    void theSystemSizesTheBufferOfAConsumerUnlessTheUserDoes() {
        assertThat(params(Map.of())).containsEntry("receive.buffer.bytes", -1);
        assertThat(params(Map.of("receive.buffer.bytes", "131072"))).containsEntry("receive.buffer.bytes", "131072");
    }

    private static Map<String, Object> params(Map<String, Object> settings) {
        DeserializerFactory<byte[]> bytes = new DeserializerFactory.ByClass<>(ByteArrayDeserializer.class);
        return new ConsumerFactory<>(settings, bytes, bytes).completeParams();
    }
}
