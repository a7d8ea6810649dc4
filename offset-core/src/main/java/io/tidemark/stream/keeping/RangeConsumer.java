package io.tidemark.stream.keeping;

import io.tidemark.offset.PartitionRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads ranges with a Kafka consumer. A range may end with transaction markers or with offsets that compaction has
 * removed. It assigns the consumer's partitions and seeks to the ranges. Create the consumer with
 * {@link KeepingSettings#consumerParams}; it is borrowed. Used by one thread at a time.
 *
 * <pre>{@code
 * KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
 *         KeepingSettings.builder()
 *                 .group("orders")
 *                 .topics("orders")
 *                 .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *                 .build()
 *                 .consumerParams(),
 *         new StringDeserializer(),
 *         new StringDeserializer());
 * RangeConsumer<String, String> reader = new RangeConsumer<>(consumer, Duration.ofSeconds(60));
 * List<PartitionRange> ranges = List.of(new PartitionRange(new TopicPartition("orders", 0), 100, 200));
 * reader.forEach(ranges, record -> System.out.println(record.offset() + ": " + record.value()));
 * }</pre>
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @since 0.1
 */
public final class RangeConsumer<K, V> {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<K, V> consumer;
    private final Duration timeout;

    /**
     * @param consumer reads the records
     * @param timeout how long to wait for records before the end of the log
     */
    public RangeConsumer(Consumer<K, V> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /**
     * Reads all records of some ranges; those of one partition come in the order of their offsets.
     *
     * @throws TimeoutException if no record arrived within the timeout
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException if the log no longer holds a range
     */
    public void forEach(List<PartitionRange> ranges, java.util.function.Consumer<? super ConsumerRecord<K, V>> action) {
        Map<TopicPartition, Long> untils = new HashMap<>();
        ranges.forEach(range -> untils.put(range.partition(), range.until()));
        consumer.assign(untils.keySet());
        // a partition stays paused when it is assigned again
        consumer.resume(untils.keySet());
        ranges.forEach(range -> consumer.seek(range.partition(), range.from()));
        Map<TopicPartition, Long> open = new HashMap<>();
        ranges.forEach(range -> open.put(range.partition(), range.from()));
        long progress = System.nanoTime();
        while (!open.isEmpty()) {
            for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < untils.getOrDefault(partition, 0L)) {
                    action.accept(record);
                }
            }
            if (advance(open, untils)) {
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress >= timeout.toNanos()) {
                throw new TimeoutException("Cannot read " + open.keySet() + " from offsets " + open.values()
                        + " until " + open.keySet().stream().map(untils::get).toList() + ": no record arrived for "
                        + timeout.toMillis() + " ms; check that the partitions' leaders are up and reachable");
            }
        }
    }

    /** Notes the new positions, and takes out what is read; false if nothing has changed. */
    private boolean advance(Map<TopicPartition, Long> open, Map<TopicPartition, Long> untils) {
        Map<TopicPartition, Long> before = new HashMap<>(open);
        open.replaceAll((partition, position) -> consumer.position(partition, timeout));
        boolean moved = !open.equals(before);
        open.entrySet().removeIf(entry -> {
            boolean read = entry.getValue() >= untils.getOrDefault(entry.getKey(), 0L);
            if (read) {
                consumer.pause(List.of(entry.getKey()));
            }
            return read;
        });
        return moved;
    }
}
