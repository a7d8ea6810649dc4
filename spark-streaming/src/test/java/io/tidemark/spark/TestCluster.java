package io.tidemark.spark;

import io.tidemark.servers.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One real Kafka for all tests of this JVM, and what tests do to its topics. */
public final class TestCluster {

    private static final TestKafka KAFKA = TestKafka.start();
    private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers(), ProducerConfig.LINGER_MS_CONFIG, 5),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    private TestCluster() {}

    public static TestKafka kafka() {
        return KAFKA;
    }

    public static Admin admin() {
        return ADMIN;
    }

    public static Map<String, Object> params() {
        return Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    }

    public static String newTopic(int partitions) {
        return newTopic(partitions, Map.of());
    }

    public static String newTopic(int partitions, Map<String, String> settings) {
        String topic = "t-" + UUID.randomUUID();
        KAFKA.createTopic(topic, partitions, settings);
        return topic;
    }

    /** Appends values, one record each, spread over the partitions in turn. */
    public static void produce(String topic, int partitions, int firstValue, int count) {
        List<Future<?>> sent = new ArrayList<>();
        for (int value = firstValue; value < firstValue + count; value++) {
            sent.add(PRODUCER.send(new ProducerRecord<>(
                    topic, value % partitions, null, Integer.toString(value).getBytes(StandardCharsets.UTF_8))));
        }
        sent.forEach(TestCluster::await);
    }

    /** Appends a record. */
    public static void send(ProducerRecord<byte[], byte[]> record) {
        await(PRODUCER.send(record));
    }

    public static void deleteRecords(String topic, int partition, long before) {
        await(ADMIN.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all());
    }

    public static void addPartitions(String topic, int total) {
        await(ADMIN.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                .all());
    }

    public static void deleteTopic(String topic) {
        await(ADMIN.deleteTopics(List.of(topic)).all());
    }

    /** Creates a topic under a name that was just deleted; the broker may take a moment to forget it. */
    public static void createAgain(String topic, int partitions) {
        org.awaitility.Awaitility.await().ignoreExceptions().until(() -> {
            KAFKA.createTopic(topic, partitions);
            return true;
        });
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
