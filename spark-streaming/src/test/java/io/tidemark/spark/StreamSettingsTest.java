package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.spark.SettingsCheck.Repeats;
import io.tidemark.spark.internal.executor.CursorSettings;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.TopicSelection;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

    @Test
    void everythingThatIsWrongIsFound() {
        StreamSettings<byte[], byte[]> settings = StreamSettings.builder(Hidden.class, ByteArrayDeserializer.class)
                .group("wrong")
                .topics(TopicSelection.named(List.of()))
                .kafka(Map.of(
                        "enable.auto.commit", "true",
                        "auto.offset.reset", "latest",
                        "group.id", "other",
                        "value.deserializer", "x"))
                .batchInterval(Duration.ZERO)
                .maxRecordsPerBatch(0)
                .readTimeout(Duration.ofSeconds(-1))
                .stopTimeout(Duration.ofSeconds(-2))
                .build();
        assertThat(SettingsCheck.problems(settings))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("the list of topics is empty"),
                        problem -> assertThat(problem).contains("bootstrap.servers is not set"),
                        problem -> assertThat(problem).contains("auto.offset.reset is set to latest"),
                        problem -> assertThat(problem).contains("group.id is set to other"),
                        problem -> assertThat(problem).contains("value.deserializer is set to x"),
                        problem -> assertThat(problem).contains("enable.auto.commit is true"),
                        problem -> assertThat(problem)
                                .contains("the key deserializer is missing: " + Hidden.class.getName()),
                        problem -> assertThat(problem)
                                .contains("batchInterval must be at least a millisecond, but is PT0S"),
                        problem -> assertThat(problem).contains("maxRecordsPerBatch must be at least 1, but is 0"),
                        problem -> assertThat(problem)
                                .contains("readTimeout must be at least a millisecond, but is PT-1S"),
                        problem -> assertThat(problem).contains("stopTimeout must not be negative, but is PT-2S"));
    }

    @Test
    void secretsAreNotPrinted() {
        StreamSettings<byte[], byte[]> settings = StreamSettings.builder(
                        ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .group("printed")
                .topics("orders")
                .kafka(Map.of(
                        "bootstrap.servers", "kafka:9092",
                        "security.protocol", "SASL_SSL",
                        "sasl.jaas.config", "PlainLoginModule required password='hush1';",
                        "ssl.keystore.password", "hush2",
                        "schema.registry.basic.auth.user.info", "me:hush3"))
                .stopMarker(URI.create("ftp://me:hush4@host/stop"))
                .build();
        assertThat(settings.toString())
                .contains("group=printed", "kafka:9092", "SASL_SSL", "sasl.jaas.config", "ftp://***@host/stop")
                .doesNotContain("hush");
        assertThat(new CursorSettings<>("id", settings.consumers(), Duration.ofSeconds(1)).toString())
                .doesNotContain("hush");
    }

    /** Such as no executor could make. */
    private static final class Hidden extends ByteArrayDeserializer {}

    @Test
    void deserializersThatCannotBeMadeAreNamed() {
        for (Class<? extends Deserializer<byte[]>> unusable :
                List.of(Hidden.class, Unfinished.class, Particular.class)) {
            StreamSettings<byte[], byte[]> settings = StreamSettings.builder(unusable, unusable)
                    .group("g")
                    .topics("t")
                    .kafka(Map.of("bootstrap.servers", "nowhere:1"))
                    .build();
            assertThat(SettingsCheck.problems(settings)).hasSize(2).allSatisfy(problem -> assertThat(problem)
                    .contains("deserializer is missing: " + unusable.getName()));
        }
    }

    /** Public, but abstract. */
    public abstract static class Unfinished extends ByteArrayDeserializer {}

    /** Public, but not without arguments. */
    public static final class Particular extends ByteArrayDeserializer {
        /** Wants something. */
        public Particular(String something) {
            assertThat(something).isNotNull();
        }
    }

    @Test
    void instancesAndSuppliersThatCannotBeSentToExecutorsAreNamed() {
        Object captured = new Object();
        StreamSettings<String, byte[]> settings = StreamSettings.builder(
                        DeserializerSource.ofInstance(new Configured(captured)),
                        DeserializerSource.<byte[]>suppliedBy(() -> {
                            assertThat(captured).isNotNull();
                            return new ByteArrayDeserializer();
                        }))
                .group("g")
                .topics("t")
                .kafka(Map.of("bootstrap.servers", "nowhere:1"))
                .build();
        assertThat(SettingsCheck.problems(settings))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("the key deserializer, " + Configured.class.getName()
                                        + ", cannot be sent to the executors: java.lang.Object is not Serializable; make"
                                        + " it and all its fields Serializable, or use DeserializerSource.suppliedBy"),
                        problem -> assertThat(problem)
                                .startsWith("the value deserializer, a deserializer from ")
                                .contains("cannot be sent to the executors: java.lang.Object is not Serializable"));
    }

    /** Serializable, but for what it holds. */
    private static final class Configured extends StringDeserializer implements Serializable {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // that it is not serializable is the point
        private final Object held;

        Configured(Object held) {
            this.held = held;
        }

        @Override
        public String toString() {
            return "Configured " + held;
        }
    }

    @Test
    void groupAndTopicsMustBeSet() {
        assertThatThrownBy(() -> StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(1) no group is set; (2) no topics are set");
    }

    @Test
    void aBatchIsLimitedUnlessTheJobSaysOtherwise() {
        assertThat(StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                        .group("g")
                        .topics("t")
                        .build()
                        .maxRecordsPerBatch())
                .isEqualTo(1_000_000);
    }

    @Test
    void whatSparkIsConfiguredForMustFitTheGuarantee() {
        SparkConf conf = new SparkConf(false)
                .set("spark.streaming.concurrentJobs", "2")
                .set("spark.streaming.checkpoint.directory", "/checkpoints")
                .set("spark.speculation", "true");
        assertThat(SettingsCheck.problems(conf, Repeats.REFUSED))
                .hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("spark.streaming.concurrentJobs is 2"))
                .anySatisfy(problem -> assertThat(problem).contains("spark.streaming.checkpoint.directory"))
                .anySatisfy(problem -> assertThat(problem).contains("spark.speculation is on"));
        assertThat(SettingsCheck.problems(conf, Repeats.ALLOWED)).hasSize(2);
        assertThat(SettingsCheck.problems(new SparkConf(false), Repeats.REFUSED))
                .isEmpty();
    }

    @Test
    void delaysDoubleUpToTheirLimit() {
        RestartPolicy policy = RestartPolicy.times(9)
                .withDelays(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .withJitter(0);
        assertThat(List.of(1, 2, 3, 4, 9).stream().map(policy::delayBefore).toList())
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
    }
}
