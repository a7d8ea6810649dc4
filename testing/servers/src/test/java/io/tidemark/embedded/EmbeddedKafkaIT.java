package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class EmbeddedKafkaIT extends ServerContract<EmbeddedKafka> {

    private final EmbeddedKafka kafka = server();

    EmbeddedKafkaIT() {
        super(Kind.KAFKA, EmbeddedKafka.start());
    }

    @Test
    void theClusterKeepsItsIdAndOthersHaveAnother() throws Exception {
        String id = clusterId(kafka);
        kafka.restart();
        assertThat(clusterId(kafka)).isEqualTo(id);
        try (EmbeddedKafka another = EmbeddedKafka.start()) {
            assertThat(clusterId(another)).isNotEqualTo(id);
        }
    }

    @Test
    void groupsAndTransactionsWork() throws Exception {
        kafka.createTopic("transactions", 1);
        Map<String, Object> producing =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "x", "max.block.ms", 20_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(producing, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("transactions", "a"));
            producer.commitTransaction();
            assertThat(sent.get().offset()).isZero();
        }
        Map<String, Object> consuming = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "group.id",
                "g",
                "auto.offset.reset",
                "earliest",
                "session.timeout.ms",
                1_000,
                "heartbeat.interval.ms",
                300);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(consuming, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("transactions"));
            assertThat(consumer.poll(Duration.ofSeconds(20))).hasSize(1);
            consumer.commitSync();
            TopicPartition partition = new TopicPartition("transactions", 0);
            assertThat(consumer.committed(Set.of(partition)).get(partition)).isNotNull();
        }
    }

    @Test
    void aTopicHasThePartitionsAndSettingsAskedFor() throws Exception {
        kafka.createTopic("made", 3, Map.of("cleanup.policy", "compact"));
        try (Admin admin = Admin.create(KafkaProbe.settings(kafka.address()))) {
            Collection<TopicDescription> found =
                    admin.describeTopics(List.of("made")).allTopicNames().get().values();
            assertThat(found).singleElement().satisfies(topic -> assertThat(topic.partitions())
                    .hasSize(3));
        }
        assertThatThrownBy(() -> kafka.createTopic("made", 3))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining(
                        "Cannot create topic made with 3 partitions on Kafka on " + kafka.address() + ": ")
                .hasMessageContaining("already exists");
    }

    @Test
    void expiredRecordsGoWithinSeconds() throws Exception {
        kafka.createTopic("expiring", 1, Map.of("retention.ms", "1", "segment.bytes", "200"));
        for (int i = 0; i < 10; i++) {
            KafkaProbe.send(kafka.address(), "expiring", "record " + i);
        }
        TopicPartition partition = new TopicPartition("expiring", 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                KafkaProbe.settings(kafka.address()), new StringDeserializer(), new StringDeserializer())) {
            long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L) < 10) {
                assertThat(System.nanoTime()).as("expired within the limit").isLessThan(deadline);
            }
        }
    }

    @Test
    void topicsAreNotCreatedByThemselves() throws Exception {
        assertThatThrownBy(() -> KafkaProbe.send(kafka.address(), "forgotten", "a"))
                .hasMessageContaining("forgotten");
        try (Admin admin = Admin.create(KafkaProbe.settings(kafka.address()))) {
            assertThat(admin.listTopics().names().get()).doesNotContain("forgotten");
        }
    }

    private static String clusterId(EmbeddedKafka server) throws Exception {
        try (Admin admin = Admin.create(KafkaProbe.settings(server.address()))) {
            return admin.describeCluster().clusterId().get();
        }
    }
}
