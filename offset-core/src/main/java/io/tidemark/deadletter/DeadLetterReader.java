package io.tidemark.deadletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a dead-letter topic from its beginning to the end that it had when the reader was opened. For use by one
 * thread.
 */
final class DeadLetterReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DeadLetterTopic topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** @throws DeadLetterException if the topic does not exist or cannot be read */
    DeadLetterReader(DeadLetterTopic topic) {
        this.topic = topic;
        try {
            consumer = new KafkaConsumer<>(topic.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw cannotRead(e);
        }
        try {
            for (PartitionInfo partition : consumer.partitionsFor(topic.name(), PATIENCE)) {
                partitions.add(new TopicPartition(topic.name(), partition.partition()));
            }
            if (partitions.isEmpty()) {
                throw new DeadLetterException("Cannot read the dead-letter topic '" + topic.name()
                        + "': it does not exist; the job creates it. Check its name");
            }
            consumer.assign(partitions);
            ends.putAll(consumer.endOffsets(partitions, PATIENCE));
        } catch (KafkaException e) {
            consumer.close(Duration.ZERO);
            throw cannotRead(e);
        } catch (DeadLetterException e) {
            consumer.close(Duration.ZERO);
            throw e;
        }
    }

    /** How many records are between the beginnings and the ends. */
    long count() {
        long count = 0;
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
        for (TopicPartition partition : partitions) {
            count += end(partition) - begins.getOrDefault(partition, 0L);
        }
        return count;
    }

    /**
     * Reads all dead-letter records, those of a partition in their order. Records of other programs are skipped.
     *
     * @throws DeadLetterException if they cannot be read
     */
    void forEach(BiConsumer<DeadLetter, ConsumerRecord<byte[], byte[]>> reader) {
        try {
            consumer.seekToBeginning(partitions);
            long progressed = System.nanoTime();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition, PATIENCE) < end(partition))) {
                var records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    progressed = System.nanoTime();
                } else if (System.nanoTime() - progressed > PATIENCE.toNanos()) {
                    throw new DeadLetterException("Cannot read the dead-letter topic '" + topic.name()
                            + "': no record arrived for " + PATIENCE.toSeconds() + " s");
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.offset() < end(new TopicPartition(record.topic(), record.partition()))) {
                        DeadLetter.of(record).ifPresent(letter -> reader.accept(letter, record));
                    }
                }
            }
        } catch (KafkaException e) {
            throw cannotRead(e);
        }
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private DeadLetterException cannotRead(KafkaException e) {
        return new DeadLetterException(
                "Cannot read the dead-letter topic '" + topic.name() + "': " + DeadLetterException.reason(e), e);
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(1));
    }
}
