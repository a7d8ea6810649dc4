package io.tidemark.recharge.testing;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.report.RechargeReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic with a generated log, whose records are distributed over the partitions in turn.
 *
 * @param records the number of records
 * @param want the expected report
 */
public record FilledTopic(long records, RechargeReport want) {

    private static final String PRESET = "guangdong";

    /**
     * Fills a topic.
     *
     * @param bootstrapServers the cluster
     * @param topic an empty topic
     * @param log the log
     * @param group the group of the report
     */
    public static FilledTopic fill(
            String bootstrapServers, String topic, int partitions, GeneratedLog log, String group) throws IOException {
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset(PRESET));
        long[] written = {0};
        AtomicReference<Exception> failure = new AtomicReference<>();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "batch.size", 1 << 17);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            log.forEachLine((bytes, length) -> {
                reference.add(bytes, length);
                var unused = producer.send(
                        new ProducerRecord<>(
                                topic, (int) (written[0]++ % partitions), null, Arrays.copyOf(bytes, length)),
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
        return new FilledTopic(written[0], reference.report(group));
    }
}
