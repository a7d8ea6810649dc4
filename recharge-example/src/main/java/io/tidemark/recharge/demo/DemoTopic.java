package io.tidemark.recharge.demo;

import io.tidemark.embedded.EmbeddedKafka;
import io.tidemark.offset.ClusterLogReader;
import io.tidemark.offset.PartitionLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The demo's topic. */
final class DemoTopic implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EmbeddedKafka kafka;
    private final String name;
    private final Admin admin;
    private final ClusterLogReader logs;

    private DemoTopic(EmbeddedKafka kafka, String name) {
        this.kafka = kafka;
        this.name = name;
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        this.logs = new ClusterLogReader(admin, IsolationLevel.READ_UNCOMMITTED, TIMEOUT);
    }

    /** Opens the topic, and creates it where it is missing. */
    static DemoTopic open(EmbeddedKafka kafka, String name, int partitions) {
        DemoTopic topic = new DemoTopic(kafka, name);
        if (topic.logs.identities(List.of(name)).isEmpty()) {
            kafka.createTopic(name, partitions);
        }
        return topic;
    }

    /** Where each partition ends now. */
    Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, PartitionLog> log : logs.logs(List.of(name)).entrySet()) {
            ends.put(log.getKey(), log.getValue().bounds().end());
        }
        return ends;
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG, 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void close() {
        admin.close();
    }
}
