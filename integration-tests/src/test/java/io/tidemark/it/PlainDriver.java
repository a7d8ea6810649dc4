package io.tidemark.it;

import static org.awaitility.Awaitility.await;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A second driver of a job's group: a plain loop that commits what it has read, and then does the job's work on it. */
final class PlainDriver implements AutoCloseable {

    private final Job job;
    private final OffsetStore store;
    private final KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(Servers.kafkaParams(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    /** Starts where the store stands. */
    PlainDriver(Job job, OffsetStore store) {
        this.job = job;
        this.store = store;
        store.load(job.group(), Set.of(job.topic()))
                .forEach((partition, entry) -> positions.put(partition, entry.offset()));
        consumer.assign(positions.keySet());
        positions.forEach(consumer::seek);
    }

    /** Works until the job has seen as many values. */
    void goOnUntil(int values) {
        await().atMost(Job.LONG).pollInSameThread().until(() -> {
            step();
            return job.seen().size() >= values;
        });
    }

    private void step() {
        List<Integer> values = new ArrayList<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            values.add(Integer.valueOf(new String(record.value(), StandardCharsets.UTF_8)));
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        List<PartitionRange> ranges = new ArrayList<>();
        next.forEach((partition, until) ->
                ranges.add(new PartitionRange(partition, positions.getOrDefault(partition, 0L), until)));
        if (!ranges.isEmpty()) {
            store.commit(new OffsetCommit(job.group(), ranges));
            positions.putAll(next);
            values.forEach(job::see);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
