package io.tidemark.cli;

import static org.awaitility.Awaitility.await;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.embedded.mysql.EmbeddedMySql;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One server of each kind for all tests of this JVM, with which they end. */
final class Servers {

    static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
    static final EmbeddedMySql MYSQL = EmbeddedMySql.start();
    static final EmbeddedZooKeeper ZOOKEEPER = EmbeddedZooKeeper.start();
    static final EmbeddedRedis REDIS = EmbeddedRedis.start();

    /** A driver that writes under this name, and not the tool. */
    static final String DRIVER = "worker-3:4711:k3f9x2";

    private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()));
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    private Servers() {}

    static Admin admin() {
        return ADMIN;
    }

    static String newTopic(int partitions) {
        String topic = "t-" + UUID.randomUUID().toString().substring(0, 8);
        KAFKA.createTopic(topic, partitions);
        return topic;
    }

    /** Appends the numbers from one to another, spread over the partitions in turn. */
    static void produce(String topic, int partitions, int from, int until) {
        List<Future<RecordMetadata>> sent = IntStream.range(from, until)
                .mapToObj(value -> PRODUCER.send(new ProducerRecord<>(
                        topic, value % partitions, null, Integer.toString(value).getBytes(StandardCharsets.UTF_8))))
                .toList();
        PRODUCER.flush();
        sent.forEach(Servers::done);
    }

    /** Deletes the records before an offset, as retention does. */
    static void expire(String topic, int partition, long before) {
        done(ADMIN.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .toCompletionStage()
                .toCompletableFuture());
    }

    static void deleteTopic(String topic) {
        done(ADMIN.deleteTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture());
        await().until(() -> !done(ADMIN.listTopics().names().toCompletionStage().toCompletableFuture())
                .contains(topic));
    }

    /** Opens a store as a job does. */
    static OpenOffsetStore open(String url) {
        return OffsetStores.open(
                url,
                url.startsWith("mysql:")
                        ? Map.of("writer", DRIVER, "user", MYSQL.user(), "password", MYSQL.password())
                        : Map.of("writer", DRIVER));
    }

    static void sql(String... statements) {
        try (Connection connection = DriverManager.getConnection(MYSQL.jdbcUrl(), MYSQL.user(), MYSQL.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + List.of(statements), e);
        }
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Cannot prepare the test", e);
        }
    }
}
