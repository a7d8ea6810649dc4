package io.tidemark.offset.verification;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the timestamps of single records, for the age of the oldest record that a job has not read. It has a consumer
 * of its own without a group, which is connected by the first request and kept. A request reads one record of each
 * partition and takes no longer than the timeout. Thread-safe: one request runs at a time.
 *
 * @since 0.1
 */
public final class RecordTimestamps implements AutoCloseable {

    /** Settings of the job that would make these reads visible to it, or that belong to members of a group. */
    private static final List<String> NOT_TAKEN_OVER = List.of(
            ConsumerConfig.CLIENT_ID_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG);

    private final Map<String, Object> params;
    private final Duration timeout;
    private final KafkaConnection connection;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    /**
     * Connects to nothing yet.
     *
     * @param kafka the settings of a consumer as Kafka names them; {@code bootstrap.servers} is required
     * @param timeout the most time that a request takes
     */
    public RecordTimestamps(Map<String, ?> kafka, Duration timeout) {
        params = new HashMap<>(kafka);
        NOT_TAKEN_OVER.forEach(params::remove);
        params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        params.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        params.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // one record of each partition is enough: a broker sends at least one batch
        params.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        params.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        params.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * 1024);
        params.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 256 * 1024);
        this.timeout = timeout;
        connection = KafkaConnection.of(kafka);
    }

    /**
     * Reads the timestamp of the first record at or after an offset, for each partition.
     *
     * @param offsets where to read, which should be before the end of the log
     * @return the timestamps; without partitions that have no such record, whose record has no timestamp, whose offset
     *     is out of range, or that did not answer in time
     * @throws OffsetStoreException if the cluster refuses
     */
    public synchronized Map<TopicPartition, Instant> at(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Instant> found = new HashMap<>();
        if (offsets.isEmpty() || closed) {
            return found;
        }
        try {
            Consumer<byte[], byte[]> reading = connected();
            Set<TopicPartition> open = new HashSet<>(offsets.keySet());
            assign(reading, open, offsets);
            long deadline = System.nanoTime() + timeout.toNanos();
            long left = timeout.toNanos();
            while (!open.isEmpty() && left > 0 && !closed) {
                Set<TopicPartition> done = read(reading, Duration.ofNanos(left), found);
                open.removeAll(done);
                reading.pause(done);
                left = deadline - System.nanoTime();
            }
            // nothing is fetched until the next request
            reading.assign(Set.of());
            return found;
        } catch (KafkaException e) {
            if (closed) {
                return found;
            }
            disconnect();
            throw new OffsetStoreException(
                    "Cannot read the timestamps of " + offsets.size() + " records in " + connection + ": "
                            + connection.explain(e),
                    e);
        }
    }

    /** Reads a record, and returns the partitions that have nothing more to tell. */
    private static Set<TopicPartition> read(
            Consumer<byte[], byte[]> reading, Duration most, Map<TopicPartition, Instant> found) {
        Set<TopicPartition> done = new HashSet<>();
        try {
            for (ConsumerRecord<byte[], byte[]> each : reading.poll(most)) {
                TopicPartition partition = new TopicPartition(each.topic(), each.partition());
                done.add(partition);
                if (each.timestamp() >= 0) {
                    found.putIfAbsent(partition, Instant.ofEpochMilli(each.timestamp()));
                }
            }
        } catch (OffsetOutOfRangeException e) {
            done.addAll(e.offsetOutOfRangePartitions().keySet());
        }
        return done;
    }

    private static void assign(
            Consumer<byte[], byte[]> reading, Set<TopicPartition> partitions, Map<TopicPartition, Long> offsets) {
        reading.assign(partitions);
        partitions.forEach(partition -> reading.seek(partition, offsets.getOrDefault(partition, 0L)));
    }

    private Consumer<byte[], byte[]> connected() {
        Consumer<byte[], byte[]> known = consumer;
        if (known == null) {
            known = new KafkaConsumer<>(params);
            consumer = known;
        }
        return known;
    }

    private void disconnect() {
        Consumer<byte[], byte[]> known = consumer;
        consumer = null;
        if (known != null) {
            known.close(Duration.ZERO);
        }
    }

    /** Ends a request that is under way, and disconnects. Later requests find nothing. */
    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> known = consumer;
        if (known != null) {
            known.wakeup();
        }
        synchronized (this) {
            disconnect();
        }
    }
}
