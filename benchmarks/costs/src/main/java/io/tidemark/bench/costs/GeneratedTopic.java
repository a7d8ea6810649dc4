package io.tidemark.bench.costs;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.generate.LiveLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills partitions with records of the generator, 0.5 kB each. */
final class GeneratedTopic {

    /** The seed of the log. */
    static final String PRESET = "guangdong";

    private GeneratedTopic() {}

    /**
     * Writes the records of a day into partitions in turn, the same number into each. The hours are the same for any
     * number of records.
     *
     * @param records the number of records of each partition
     */
    static void fill(String bootstrap, Partitions partitions, long records) throws IOException {
        long wanted = records * partitions.count();
        long[] written = {0};
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            // more than the number of orders
            new GeneratedLog(1, PRESET, wanted).forEachLine((bytes, length) -> {
                if (written[0] < wanted) {
                    TopicPartition to = partitions.partition((int) (written[0]++ % partitions.count()));
                    var unused = producer.send(
                            new ProducerRecord<>(to.topic(), to.partition(), null, Arrays.copyOf(bytes, length)));
                }
            });
        }
    }

    /**
     * Writes the records of a live log into partitions in turn, the same number into each.
     *
     * @param records the number of records of each partition
     * @param apart the time between two records
     */
    static void fillLive(String bootstrap, Partitions partitions, long records, Duration apart) {
        SteadyClock clock = new SteadyClock(Clock.fixed(Instant.now(), ZoneOffset.UTC), apart);
        LiveLog log = new LiveLog(1, PRESET, clock);
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            for (long written = 0; written < records * partitions.count(); written++) {
                TopicPartition to = partitions.partition((int) (written % partitions.count()));
                var unused = producer.send(new ProducerRecord<>(to.topic(), to.partition(), null, log.next()));
                clock.tick();
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 1 << 17),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
