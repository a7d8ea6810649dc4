package io.tidemark.spark;

import io.tidemark.offset.KafkaConnection;
import io.tidemark.offset.OffsetStoreException;
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
 * Asks the leaders of today where the log of an earlier leader ends in theirs. What a consumer's client asks when it is
 * told to go on at an offset of an earlier leader is the only question of the kind that clients have. Thread-safe.
 */
final class TermEnds {

    /** An offset that no log holds, so that the answer is always where the log departs. */
    private static final long BEYOND = Long.MAX_VALUE;

    private final Map<String, Object> params;
    private final Duration timeout;
    private final KafkaConnection connection;

    TermEnds(StreamSettings<?, ?> settings) {
        params = KafkaParams.ofExecutors(settings);
        params.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        params.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        timeout = settings.clusterTimeout();
        connection = KafkaParams.connection(settings);
    }

    /**
     * Asks.
     *
     * @param changes for each partition the earlier leader's term, and the one of the leader to ask, or of a later one
     * @return the offset behind the last record of the earlier term or one before it; partitions of which the brokers
     *     cannot tell are left out
     * @throws OffsetStoreException if the cluster does not answer in time
     */
    Map<TopicPartition, Long> of(Map<TopicPartition, LeaderTerms.Change> changes) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(params);
        try {
            consumer.assign(changes.keySet());
            // nobody's metadata from before this leader will do; what a position is held against is looked up here
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

    private static OffsetAndMetadata at(long offset, int term) {
        return new OffsetAndMetadata(offset, Optional.of(term), "");
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }
}
