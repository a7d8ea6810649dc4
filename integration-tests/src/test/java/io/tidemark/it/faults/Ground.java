package io.tidemark.it.faults;

import io.tidemark.embedded.kafka.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What nothing happens to: the broker that holds the log, and Spark. One of each for all tests of this JVM. */
final class Ground {

    static final int PARTITIONS = 2;

    /**
     * How soon a job has to notice a fault, and a start to be refused. Every single limit that is set is a second or
     * two.
     */
    static final Duration LIMIT = Duration.ofSeconds(25);

    /** How soon a job is to be right again when all is mended. */
    static final Duration RECOVERY = Duration.ofSeconds(60);

    /** How long a fault may take to be injected: a server may have to start. */
    static final Duration STRIKE = Duration.ofMinutes(5);

    private static final EmbeddedKafka LOG = EmbeddedKafka.start();

    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of("bootstrap.servers", LOG.bootstrapServers()), new ByteArraySerializer(), new ByteArraySerializer());

    private Ground() {}

    static Map<String, Object> kafkaParams() {
        return Map.of("bootstrap.servers", LOG.bootstrapServers());
    }

    static void createTopic(String topic) {
        LOG.createTopic(topic, PARTITIONS);
    }

    /** Appends the values from one number to another, one record each, spread over the partitions in turn. */
    static void produce(String topic, int from, int until) {
        List<Future<?>> sent = new ArrayList<>();
        for (int value = from; value < until; value++) {
            byte[] text = Integer.toString(value).getBytes(StandardCharsets.UTF_8);
            sent.add(PRODUCER.send(new ProducerRecord<>(topic, value % PARTITIONS, null, text)));
        }
        PRODUCER.flush();
        for (Future<?> one : sent) {
            try {
                one.get();
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("Cannot produce to " + topic, e);
            }
        }
    }
}
