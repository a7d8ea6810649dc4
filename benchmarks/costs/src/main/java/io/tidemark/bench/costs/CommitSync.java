package io.tidemark.bench.costs;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer's own commit, of all partitions at once, with a consumer that stays open. */
final class CommitSync implements StoreSubject.ObviousWay, AutoCloseable {

    private final String bootstrap;
    private final Map<String, KafkaConsumer<byte[], byte[]>> consumers = new HashMap<>();

    CommitSync(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    @Override
    public String title() {
        return "`commitSync` of all";
    }

    @Override
    public void write(OffsetCommit commit) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (PartitionRange range : commit.ranges()) {
            offsets.put(range.partition(), new OffsetAndMetadata(range.until()));
        }
        consumers.computeIfAbsent(commit.group().value(), this::consumer).commitSync(offsets);
    }

    private KafkaConsumer<byte[], byte[]> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "group.id", group),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        consumers.values().forEach(KafkaConsumer::close);
    }
}
