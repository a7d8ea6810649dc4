package io.tidemark.offset.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.config.OffsetStores;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaStoreProviderTest {

    @Test
    void allThatIsWrongIsToldAtOnceAndNoSecretWithIt() {
        Map<String, String> settings = Map.of(
                "mode", "fast",
                "timeout", "1ms",
                "journal", "a b",
                "password", "battery-staple",
                "kafka.ssl.keystore.password", "file:/nowhere/at/all",
                "jornal", "x");

        assertThatThrownBy(() -> OffsetStores.open("kafka://kafka1:9092/orders", settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mode is 'fast'")
                .hasMessageContaining("give at least one second")
                .hasMessageContaining("nothing after them")
                .hasMessageContaining("user and password must be set together")
                .hasMessageContaining("kafka.ssl.keystore.password cannot be read from file")
                .hasMessageContaining("no setting 'jornal'")
                .hasMessageNotContaining("battery-staple");
    }

    @Test
    void aLoginIsGivenOnce() {
        Map<String, String> settings = Map.of(
                "user", "job",
                "password", "battery-staple",
                "kafka.sasl.jaas.config", "a.Module required password=\"correct-horse\";");

        assertThatThrownBy(() -> OffsetStores.open("kafka://kafka1:9092", settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user and password cannot be combined with kafka.sasl.jaas.config")
                .hasMessageNotContaining("battery-staple")
                .hasMessageNotContaining("correct-horse");
    }

    @Test
    void aClusterThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> OffsetStores.open("kafka://127.0.0.1:1", Map.of("timeout", "1s")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot reach the cluster in Kafka at 127.0.0.1:1: ");
    }

    @Test
    void settingsWithoutServersAreRefused() {
        assertThatThrownBy(() -> new KafkaOffsetStore(Map.of("group.id", "recharge")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot keep offsets in Kafka: the settings have no bootstrap.servers");
    }

    @Test
    void aJobsWholeParametersAreTakenAndNoTextShowsThem() {
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "key.deserializer", "no.such.Deserializer",
                "value.deserializer", "no.such.Deserializer",
                "group.id", "recharge",
                "transactional.id", "someone-elses",
                "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"job\""
                                + " password=\"battery-staple\";"));

        try (KafkaOffsetStore store = new KafkaOffsetStore(parameters);
                KafkaOffsetStore plain = KafkaOffsetStore.withoutTransactions(parameters);
                KafkaOffsetMirror mirror = new KafkaOffsetMirror(parameters)) {
            assertThat(store + " " + plain + " " + mirror)
                    .isEqualTo(
                            "KafkaOffsetStore[Kafka at 127.0.0.1:1] KafkaOffsetStore[Kafka at 127.0.0.1:1, without transactions]"
                                    + " KafkaOffsetMirror[Kafka at 127.0.0.1:1]");
        }
    }
}
