package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @Test
    void dataSurvivesStopAndKill() throws Exception {
        try (EmbeddedKafka kafka = Timed.start("Kafka", EmbeddedKafka::start)) {
            kafka.createTopic("t", 2);
            send(kafka, "t", "a");
            kafka.stop();
            assertThat(kafka.isRunning()).isFalse();
            Timed.restart("Kafka after a stop", kafka);
            send(kafka, "t", "b");
            kafka.kill();
            assertThat(kafka.isRunning()).isFalse();
            Timed.restart("Kafka after a kill", kafka);
            assertThat(read(kafka, "t", 2, 2)).containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void aGivenDirectoryGoesOnWhereItStopped(@TempDir Path directory) throws Exception {
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(ServerOptions.at(directory))) {
            kafka.createTopic("t", 1);
            send(kafka, "t", "a");
            clusterId = clusterId(kafka);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(ServerOptions.at(directory))) {
            assertThat(clusterId(kafka)).isEqualTo(clusterId);
            assertThat(read(kafka, "t", 1, 1)).containsExactly("a");
        }
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItIsThawed() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("t", 1);
            kafka.freeze();
            Map<String, Object> impatient = Map.of(
                    "bootstrap.servers",
                    kafka.bootstrapServers(),
                    "default.api.timeout.ms",
                    700,
                    "request.timeout.ms",
                    500);
            try (Admin admin = Admin.create(impatient)) {
                assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TimeoutException.class);
            }
            kafka.thaw();
            send(kafka, "t", "a");
            assertThat(read(kafka, "t", 1, 1)).containsExactly("a");
        }
    }

    @Test
    void groupsAndTransactionsWork() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("t", 1);
            Map<String, Object> producing = Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "x", "max.block.ms", 20_000);
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(producing, new StringSerializer(), new StringSerializer())) {
                producer.initTransactions();
                producer.beginTransaction();
                Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("t", "a"));
                producer.commitTransaction();
                assertThat(sent).isDone();
            }
            Map<String, Object> consuming = Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(), "group.id", "g", "auto.offset.reset", "earliest");
            try (KafkaConsumer<String, String> consumer =
                    new KafkaConsumer<>(consuming, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("t"));
                assertThat(poll(consumer, 1)).containsExactly("a");
                consumer.commitSync();
                TopicPartition partition = new TopicPartition("t", 0);
                assertThat(consumer.committed(Set.of(partition))).containsKey(partition);
            }
        }
    }

    @Test
    void expiredRecordsGoWithinSeconds() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("t", 1, Map.of("retention.ms", "1", "segment.bytes", "200"));
            for (int i = 0; i < 10; i++) {
                send(kafka, "t", "record " + i);
            }
            TopicPartition partition = new TopicPartition("t", 0);
            Map<String, Object> consuming = Map.of("bootstrap.servers", kafka.bootstrapServers());
            try (KafkaConsumer<String, String> consumer =
                    new KafkaConsumer<>(consuming, new StringDeserializer(), new StringDeserializer())) {
                long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                while (consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L) < 10) {
                    assertThat(System.nanoTime()).as("expired within the limit").isLessThan(deadline);
                }
            }
        }
    }

    @Test
    void topicsAreNotCreatedByThemselves() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() -> send(kafka, "none", "a")).hasMessageContaining("none");
            assertThat(admin.listTopics().names().get()).isEmpty();
            assertThatThrownBy(() -> kafka.createTopic("bad name", 1))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining(
                            "Cannot create topic bad name with 1 partitions on Kafka on " + kafka.address());
        }
    }

    private static void send(EmbeddedKafka kafka, String topic, String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all", "max.block.ms", 3_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, value));
            assertThat(sent.get().serializedValueSize()).isEqualTo(value.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static List<String> read(EmbeddedKafka kafka, String topic, int partitions, int count) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(topic, i));
            }
            consumer.assign(all);
            return poll(consumer, count);
        }
    }

    private static List<String> poll(KafkaConsumer<String, String> consumer, int count) {
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                values.add(record.value());
            }
        }
        return values;
    }

    private static String clusterId(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }
}
