package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.TopicSelection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What keeps a stream from starting, told at once and before anything runs. */
class StartGuardsIT {

    /** What must not be set on Spark, by name. */
    private static final Map<String, String> ON_SPARK = Map.of(
            "spark.streaming.concurrentJobs", "2",
            "spark.streaming.checkpoint.directory", "/checkpoints",
            "spark.speculation", "true");

    @Test
    void allProblemsAreInOneMessage() throws Exception {
        Map<String, Object> kafka = new HashMap<>(TestCluster.params());
        kafka.put("enable.auto.commit", true);
        kafka.put("auto.offset.reset", "latest");
        StreamSettings<byte[], byte[]> settings = StreamSettings.builder(Unmakeable.class, ByteArrayDeserializer.class)
                .group("guarded")
                .topics(TopicSelection.named(List.of()))
                .kafka(kafka)
                .build();
        whileAMemberOf(
                "guarded",
                () -> withSpark(ON_SPARK, () -> assertThatThrownBy(
                                () -> ManagedStream.of(TestSpark.context(), new InMemoryOffsetStore(), settings)
                                        .atMostOnce(batch -> {}))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("Cannot start the stream of group guarded: ")
                        .hasMessageContaining("enable.auto.commit is true")
                        .hasMessageContaining("spark.streaming.checkpoint.directory is /checkpoints")
                        .hasMessageContaining("spark.streaming.concurrentJobs is 2")
                        .hasMessageContaining("the key deserializer is missing: " + Unmakeable.class.getName())
                        .hasMessageContaining("the list of topics is empty")
                        .hasMessageContaining("group guarded has live members, a-member at /")
                        .hasMessageContaining("spark.speculation is on")
                        .hasMessageContaining("auto.offset.reset is set to latest")));
    }

    @Test
    void aGroupThatALiveConsumerUsesIsRefusedByItself() throws Exception {
        String topic = TestCluster.newTopic(1);
        whileAMemberOf("taken", () -> assertThatThrownBy(() -> ManagedStream.of(
                                TestSpark.context(),
                                new InMemoryOffsetStore(),
                                Counting.settings("taken", topic).build())
                        .atLeastOnce(batch -> {}))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("group taken has live members, a-member at /")
                .hasMessageContaining("Stop that job, or choose another group"));
    }

    /** What each guarantee stands is not refused: measurements made by two attempts are one. */
    @Test
    void speculationIsRefusedOnlyWhereTasksHandRecordsOut() {
        assertThat(SettingsCheck.problems(
                        new SparkConf(false).set("spark.speculation", "true"), SettingsCheck.Repeats.ALLOWED))
                .isEmpty();
    }

    /** No executor could make it. */
    private static final class Unmakeable extends ByteArrayDeserializer {}

    private static void withSpark(Map<String, String> settings, Runnable action) {
        SparkConf conf = TestSpark.context().sc().conf();
        settings.forEach(conf::set);
        try {
            action.run();
        } finally {
            settings.keySet().forEach(conf::remove);
        }
    }

    private static void whileAMemberOf(String group, Runnable action) throws InterruptedException {
        String topic = TestCluster.newTopic(1);
        AtomicBoolean stay = new AtomicBoolean(true);
        Map<String, Object> params = new HashMap<>(TestCluster.params());
        params.put("group.id", group);
        params.put("client.id", "a-member");
        Thread member = new Thread(() -> {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(params, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(topic));
                while (stay.get()) {
                    consumer.poll(Duration.ofMillis(100));
                }
            }
        });
        member.start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            TestCluster.await(TestCluster.admin()
                                            .describeConsumerGroups(List.of(group))
                                            .all())
                                    .values()
                                    .stream()
                                    .anyMatch(described -> !described.members().isEmpty()));
            action.run();
        } finally {
            stay.set(false);
            member.join();
        }
    }
}
