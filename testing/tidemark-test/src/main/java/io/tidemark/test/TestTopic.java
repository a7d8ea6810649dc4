package io.tidemark.test;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic on a {@link TestKafka} that remembers what was appended to it. Safe for use by several threads; they wait for
 * each other.
 *
 * @since 0.1
 */
public final class TestTopic {

    private final TestKafka kafka;
    private final String name;
    private final int partitions;
    private final List<String> values = new ArrayList<>();

    private TestTopic(TestKafka kafka, String name, int partitions) {
        this.kafka = kafka;
        this.name = name;
        this.partitions = partitions;
    }

    /**
     * Creates a topic with a name that no other topic has.
     *
     * @param kafka the cluster
     * @param partitions the number of its partitions
     */
    public static TestTopic create(TestKafka kafka, int partitions) {
        return create(kafka, "test-" + UUID.randomUUID(), partitions);
    }

    /**
     * Creates a topic.
     *
     * @param kafka the cluster
     * @param name a name that no topic of the cluster has
     * @param partitions the number of its partitions
     */
    public static TestTopic create(TestKafka kafka, String name, int partitions) {
        kafka.createTopic(name, partitions);
        return new TestTopic(kafka, name, partitions);
    }

    /** The name of the topic. */
    public String name() {
        return name;
    }

    /**
     * Appends the numbers of a range as text, one record each, and returns when the brokers have acknowledged them.
     *
     * @param from the first number
     * @param until the first number that is not appended
     */
    public void appendNumbers(int from, int until) {
        append(IntStream.range(from, until).mapToObj(Integer::toString).toList());
    }

    /**
     * Appends records without keys, in turn to each partition, and returns when the brokers have acknowledged them.
     *
     * @param more the values, which are encoded in UTF-8
     * @throws IllegalStateException if a record could not be appended
     */
    public synchronized void append(List<String> more) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (String value : more) {
                int partition = (values.size() + sent.size()) % partitions;
                sent.add(producer.send(
                        new ProducerRecord<>(name, partition, null, value.getBytes(StandardCharsets.UTF_8))));
            }
            sent.forEach(record -> get(record, "append to"));
        }
        values.addAll(more);
    }

    /** All values that were appended through this object, in their order. */
    public synchronized List<String> values() {
        return List.copyOf(values);
    }

    /** The end offset of each partition. */
    public Map<TopicPartition, Long> ends() {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(name, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            get(admin.listOffsets(latest).all(), "read the end of")
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
        }
        return ends;
    }

    /**
     * Whether a group has stored the end of every partition, which means that the job has processed all records. A
     * partition without a stored offset counts as 0.
     *
     * @param store the store of the job
     * @param group the group of the job
     * @throws AssertionError if a stored offset is after the end of its partition
     */
    public boolean isStored(OffsetStore store, GroupId group) {
        Map<TopicPartition, StoredOffset> stored = store.load(group, Set.of(name));
        boolean all = true;
        for (Map.Entry<TopicPartition, Long> end : ends().entrySet()) {
            StoredOffset found = stored.get(end.getKey());
            long offset = found == null ? 0 : found.offset();
            if (offset > end.getValue()) {
                throw new AssertionError("Group " + group + " has stored offset " + offset + " of " + end.getKey()
                        + ", but the log ends at " + end.getValue());
            }
            all &= offset == end.getValue();
        }
        return all;
    }

    private <T> T get(Future<T> answer, String verb) {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(
                    "Cannot " + verb + " topic " + name + " on " + kafka + ": " + failure.getCause(), failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Cannot " + verb + " topic " + name + ": the thread was interrupted", interruption);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
