package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.spark.SettingsCheck.Repeats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

    @Test
    void everythingThatIsWrongIsNamedInOneMessage() {
        assertThatThrownBy(() -> StreamSettings.builder(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                        .topics(TopicSelection.named(List.of()))
                        .kafka(Map.of(
                                "enable.auto.commit", "true",
                                "auto.offset.reset", "latest",
                                "group.id", "other",
                                "value.deserializer", "x"))
                        .batchInterval(Duration.ZERO)
                        .maxRecordsPerBatch(0)
                        .readTimeout(Duration.ofSeconds(-1))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no group is set")
                .hasMessageContaining("the list of topics is empty")
                .hasMessageContaining("bootstrap.servers is not set")
                .hasMessageContaining("enable.auto.commit is true")
                .hasMessageContaining("auto.offset.reset is set to latest")
                .hasMessageContaining("group.id is set to other")
                .hasMessageContaining("value.deserializer is set to x")
                .hasMessageContaining("the batch interval is PT0S")
                .hasMessageContaining("the most records of a batch are 0")
                .hasMessageContaining("a time-out is PT-1S");
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
        RestartPolicy policy = new RestartPolicy(9, Duration.ofSeconds(1), Duration.ofSeconds(5));
        assertThat(List.of(1, 2, 3, 4, 9).stream().map(policy::delayBefore).toList())
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
    }
}
