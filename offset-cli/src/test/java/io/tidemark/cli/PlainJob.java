package io.tidemark.cli;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A job that counts how often it sees each value, from where its store says up to the end. */
final class PlainJob {

    private final GroupId group;
    private final String topic;
    private final int partitions;
    private final SortedMap<Integer, Integer> seen = new TreeMap<>();

    PlainJob(String group, String topic, int partitions) {
        this.group = new GroupId(group);
        this.topic = topic;
        this.partitions = partitions;
    }

    String group() {
        return group.value();
    }

    String topic() {
        return topic;
    }

    SortedMap<Integer, Integer> seen() {
        return seen;
    }

    /** Stores the first offsets, as a start does. */
    void begin(OffsetStore store, TopicIdentity identity) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            first.put(new TopicPartition(topic, partition), StoredOffset.of(0, identity));
        }
        store.initialize(group, first);
    }

    void run(OffsetStore store) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", Servers.KAFKA.bootstrapServers(), "max.poll.records", 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Map<TopicPartition, StoredOffset> stored = store.load(group, Set.of(topic));
            consumer.assign(stored.keySet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(stored.keySet());
            stored.forEach((partition, entry) -> consumer.seek(partition, entry.offset()));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
                    seen.merge(Integer.valueOf(new String(one.value(), StandardCharsets.UTF_8)), 1, Integer::sum);
                }
            }
            List<PartitionRange> ranges = new ArrayList<>();
            stored.forEach((partition, entry) ->
                    ranges.add(new PartitionRange(partition, entry.offset(), consumer.position(partition))));
            store.commit(new OffsetCommit(group, ranges));
        }
    }
}
