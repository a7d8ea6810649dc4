package io.tidemark.bench.race;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.servers.LocalServers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic with a generated log.
 *
 * @param topic its name
 * @param records the number of its records
 * @param want the expected report, by the reference implementation
 */
record FilledLog(String topic, long records, ExpectedReport want) {

    private static final int PARTITIONS = 12;
    static final String PRESET = "guangdong";

    /** The share of orders in the generated records. */
    private static final double ORDERS = 0.644;

    /** Fills a new topic with approximately this number of records. */
    static FilledLog fill(LocalServers servers, String topic, long about) throws IOException {
        servers.kafka().createTopic(topic, PARTITIONS);
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset(PRESET));
        long[] written = {0};
        AtomicReference<Exception> failure = new AtomicReference<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers.kafka().bootstrapServers(), "linger.ms", 20, "batch.size", 1 << 17);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            new GeneratedLog(1, PRESET, (long) (about * ORDERS)).forEachLine((bytes, length) -> {
                reference.add(bytes, length);
                int partition = (int) (written[0]++ % PARTITIONS);
                var unused = producer.send(
                        new ProducerRecord<>(topic, partition, null, Arrays.copyOf(bytes, length)),
                        (metadata, problem) -> {
                            if (problem != null) {
                                failure.set(problem);
                            }
                        });
            });
        }
        if (failure.get() != null) {
            throw new IOException("Cannot fill topic " + topic, failure.get());
        }
        return new FilledLog(topic, written[0], ExpectedReport.of(reference));
    }
}
