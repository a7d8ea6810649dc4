package io.tidemark.it;

import static org.awaitility.Awaitility.await;

import io.tidemark.servers.TestKafka;
import io.tidemark.servers.TestMySql;
import io.tidemark.servers.TestZooKeeper;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One server of each kind for all tests of this JVM, with which they end. */
final class Servers {

    static final TestKafka KAFKA = TestKafka.start();
    static final TestMySql MYSQL = TestMySql.start();
    static final TestZooKeeper ZOOKEEPER = TestZooKeeper.start();

    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    private Servers() {}

    static Map<String, Object> kafkaParams() {
        return Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    }

    static String newTopic(int partitions) {
        String topic = "t-" + UUID.randomUUID().toString().substring(0, 8);
        KAFKA.createTopic(topic, partitions);
        return topic;
    }

    /** Deletes a topic, and creates it again under its name. */
    static void recreateTopic(String topic, int partitions) {
        try (Admin admin = Admin.create(kafkaParams())) {
            admin.deleteTopics(List.of(topic)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(topic));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Cannot delete topic " + topic, e);
        }
        KAFKA.createTopic(topic, partitions);
    }

    /** Appends the values from one number to another, one record each, spread over the partitions in turn. */
    static void produce(String topic, int partitions, int from, int until) {
        List<Future<?>> sent = new ArrayList<>();
        for (int value = from; value < until; value++) {
            byte[] text = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
            sent.add(PRODUCER.send(new ProducerRecord<>(topic, value % partitions, null, text)));
        }
        acknowledged(topic, sent);
    }

    /** Appends records, spread over the partitions in turn. */
    static void append(String topic, int partitions, List<byte[]> records) {
        List<Future<?>> sent = new ArrayList<>();
        records.forEach(
                one -> sent.add(PRODUCER.send(new ProducerRecord<>(topic, sent.size() % partitions, null, one))));
        acknowledged(topic, sent);
    }

    private static void acknowledged(String topic, List<Future<?>> sent) {
        PRODUCER.flush();
        for (Future<?> one : sent) {
            try {
                one.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("Cannot produce to " + topic, e);
            }
        }
    }

    /** Deletes the records before an offset, as retention does. */
    static void expire(String topic, int partition, long before) {
        try (Admin admin = Admin.create(kafkaParams())) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Cannot delete records of topic " + topic, e);
        }
    }

    static void sql(String... statements) {
        Properties login = new Properties();
        login.setProperty("user", MYSQL.user());
        login.setProperty("password", MYSQL.password());
        try (Connection connection = DriverManager.getConnection(MYSQL.jdbcUrl(), login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + List.of(statements), e);
        }
    }
}
