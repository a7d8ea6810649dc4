package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Settings of Kafka's clients as text, which is what configuration files and command lines have. */
@Tag("long")
class TextSettingsIT {

    private static final Set<ConfigDef.Type> TYPES = Set.of(
            ConfigDef.Type.BOOLEAN,
            ConfigDef.Type.INT,
            ConfigDef.Type.SHORT,
            ConfigDef.Type.LONG,
            ConfigDef.Type.DOUBLE,
            ConfigDef.Type.LIST);

    /** Each number, boolean and list of a consumer, with its own default. Spark casts receive.buffer.bytes. */
    @Test
    void aStreamRunsWithEveryNumberBooleanAndListAsText() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        InMemoryMetricSink sink = new InMemoryMetricSink();
        Map<String, Object> kafka = new HashMap<>(defaultsAsText());
        kafka.put("bootstrap.servers", TestCluster.kafka().bootstrapServers());
        kafka.put("enable.auto.commit", "false");
        kafka.put("receive.buffer.bytes", "131072");
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        new InMemoryOffsetStore(),
                        Counting.settings("text-settings", topic).kafka(kafka).build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Counting.counted(sink, "text-settings").size() == 10);
            assertThat(stream.isRunning()).isTrue();
        }
    }

    @Test
    void textOfAnotherTypeIsRefusedWithTheNameOfTheSetting() {
        Map<String, Object> kafka = new HashMap<>(TestCluster.params());
        kafka.put("receive.buffer.bytes", "128 kB");
        kafka.put("check.crcs", "perhaps");

        assertThatThrownBy(() -> ManagedStream.of(
                                TestSpark.context(),
                                new InMemoryOffsetStore(),
                                Counting.settings("text-settings", "orders")
                                        .kafka(kafka)
                                        .build())
                        .atLeastOnce(batch -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("receive.buffer.bytes is '128 kB', which is no int")
                .hasMessageContaining("check.crcs is 'perhaps', which is no boolean");
    }

    private static Map<String, String> defaultsAsText() {
        Map<String, String> texts = new HashMap<>();
        ConsumerConfig.configDef().configKeys().forEach((name, key) -> {
            Object value = key.defaultValue;
            // no default, or a default that the type does not allow
            if (TYPES.contains(key.type) && key.hasDefault() && value != null && !name.startsWith("ssl.")) {
                texts.put(name, value instanceof List<?> list ? joined(list) : String.valueOf(value));
            }
        });
        return texts;
    }

    private static String joined(List<?> list) {
        StringBuilder text = new StringBuilder();
        for (Object one : list) {
            String name = one instanceof Class<?> type ? type.getName() : String.valueOf(one);
            text.append(text.isEmpty() ? "" : ",").append(name);
        }
        return text.toString();
    }
}
