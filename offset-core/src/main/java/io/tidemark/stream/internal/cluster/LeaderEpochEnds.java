package io.tidemark.stream.internal.cluster;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.KafkaConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asks the current leaders where the log of an earlier leader epoch ends in theirs. Clients send this request only when
 * a consumer resumes at an offset of an earlier leader epoch, so a consumer is made to do so here. Thread-safe.
 */
public final class LeaderEpochEnds {

    /** An offset beyond every log, so that the answer is always the end of the epoch. */
    private static final long BEYOND = Long.MAX_VALUE;

    private final Map<String, Object> params;
    private final Duration timeout;
    private final KafkaConnection connection;

    /**
     * @param kafka the stream's Kafka settings
     * @param timeout how long to wait for an answer of the cluster
     */
    public LeaderEpochEnds(Map<String, Object> kafka, Duration timeout) {
        params = KafkaParams.ofConsumer(kafka);
        params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        this.timeout = timeout;
        connection = KafkaConnection.of(kafka);
    }

    /**
     * Sends the request.
     *
     * @param changes for each partition the earlier leader epoch, and the one of the leader to ask, or a later one
     * @return the offset after the last record of the earlier epoch or of one before it; without partitions for which
     *     the brokers do not know it
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    public Map<TopicPartition, Long> of(Map<TopicPartition, LeaderEpochs.Change> changes) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(params);
        try {
            consumer.assign(changes.keySet());
            // the position is validated with the consumer's metadata, which has to be as new as this leader
            changes.forEach((partition, change) -> consumer.seek(partition, at(0, change.to())));
            consumer.endOffsets(changes.keySet(), left(deadline));
            changes.forEach((partition, change) -> consumer.seek(partition, at(BEYOND, change.from())));
            return departures(consumer, changes.keySet(), deadline);
        } catch (KafkaException e) {
            throw new OffsetStoreException(
                    "Cannot ask the new leaders of " + changes.size() + " partitions in " + connection
                            + " where their logs were truncated: " + connection.explain(e),
                    e);
        } finally {
            consumer.close(Duration.ZERO);
        }
    }

    private static Map<TopicPartition, Long> departures(
            Consumer<?, ?> consumer, Set<TopicPartition> partitions, long deadline) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(partitions);
        while (!open.isEmpty()) {
            TopicPartition partition = open.iterator().next();
            try {
                consumer.position(partition, left(deadline));
                open.remove(partition);
            } catch (LogTruncationException told) {
                told.divergentOffsets().forEach((each, end) -> ends.put(each, end.offset()));
                open.removeAll(told.offsetOutOfRangePartitions().keySet());
            }
        }
        return ends;
    }

    private static OffsetAndMetadata at(long offset, int epoch) {
        return new OffsetAndMetadata(offset, Optional.of(epoch), "");
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
