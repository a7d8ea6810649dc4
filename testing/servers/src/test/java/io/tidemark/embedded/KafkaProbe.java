package io.tidemark.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

final class KafkaProbe implements Kind.Probe {

    private static final String TOPIC = "probe";

    @Override
    public void write(String address, String value) throws Exception {
        try (Admin admin = Admin.create(settings(address))) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                        .all()
                        .get();
            }
        }
        send(address, TOPIC, value);
    }

    @Override
    public List<String> read(String address) {
        return read(address, new TopicPartition(TOPIC, 0));
    }

    @Override
    public void ping(String address) throws Exception {
        try (Admin admin = Admin.create(settings(address))) {
            admin.describeCluster().nodes().get();
        }
    }

    static void send(String address, String topic, String value) throws Exception {
        Map<String, Object> settings = settings(address);
        settings.put("acks", "all");
        settings.put("max.block.ms", 3_000);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    /** Everything between the log's start and its end as it is now. */
    static List<String> read(String address, TopicPartition partition) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings(address), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            List<String> values = new ArrayList<>();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    /** For clients of any sort; they give up after two seconds. */
    static Map<String, Object> settings(String address) {
        return new HashMap<>(
                Map.of("bootstrap.servers", address, "default.api.timeout.ms", 2_000, "request.timeout.ms", 2_000));
    }
}
