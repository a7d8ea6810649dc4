package io.tidemark.recharge.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the last records of partitions, to compare them with a log. */
final class LastRecords {

    private static final Duration POLL = Duration.ofMillis(200);

    private LastRecords() {}

    /**
     * Reads the last record before each partition's end.
     *
     * @param kafka the settings of Kafka's clients
     * @param ends the ends of partitions; those that end at 0 are skipped
     * @param patience how long to wait for all of them
     * @return the values; without partitions whose last record retention has deleted
     */
    static Map<TopicPartition, byte[]> read(
            Map<String, Object> kafka, Map<TopicPartition, Long> ends, Duration patience) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Map<TopicPartition, Long> wanted = new HashMap<>(ends);
        wanted.values().removeIf(end -> end == 0);
        Map<TopicPartition, byte[]> last = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(wanted.keySet());
            consumer.beginningOffsets(wanted.keySet(), patience).forEach((partition, begin) -> {
                if (begin >= wanted.getOrDefault(partition, 0L)) {
                    wanted.remove(partition);
                }
            });
            consumer.assign(wanted.keySet());
            wanted.forEach((partition, end) -> consumer.seek(partition, end - 1));
            long deadline = System.nanoTime() + patience.toNanos();
            while (last.size() < wanted.size()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    last.putIfAbsent(
                            new TopicPartition(record.topic(), record.partition()),
                            record.value() == null ? new byte[0] : record.value());
                }
                if (System.nanoTime() > deadline) {
                    throw new LoadException("Cannot read the last records of " + wanted.keySet() + ": no answer for "
                            + patience.toSeconds() + " s");
                }
            }
        } catch (OffsetOutOfRangeException e) {
            throw new LoadException(
                    "Cannot read the last records of " + wanted.keySet() + ": " + TopicAccess.reason(e), e);
        }
        return last;
    }
}
