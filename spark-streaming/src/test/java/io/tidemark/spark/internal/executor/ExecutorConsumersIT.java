package io.tidemark.spark.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.spark.Counting;
import io.tidemark.spark.DeserializerSource;
import io.tidemark.spark.ManagedStream;
import io.tidemark.spark.StreamSettings;
import io.tidemark.spark.TestCluster;
import io.tidemark.spark.TestSpark;
import io.tidemark.stream.BatchFailedException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.junit.jupiter.api.Test;

/** The consumers on the executors: when they are closed, and what they say of a record that cannot be deserialized. */
class ExecutorConsumersIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(2);

    @Test
    void theyAreClosedWhenTheStreamHasEnded() throws Exception {
        long before = consumers();
        TestCluster.produce(topic, 2, 0, 10);
        AtomicLong read = new AtomicLong();
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("ended", topic).build())
                .atLeastOnce(batch -> read.addAndGet(batch.records().count()));
        await().atMost(LONG).until(() -> read.get() == 10);
        assertThat(consumers()).isEqualTo(before + 2);
        stream.close();
        await().atMost(LONG).until(() -> consumers() == before);
    }

    @Test
    void theyAreClosedWhenNoBatchUsesThem() throws Exception {
        long before = consumers();
        TestCluster.produce(topic, 2, 0, 10);
        AtomicLong read = new AtomicLong();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("idle", topic)
                                .consumerIdleTimeout(Duration.ofMillis(500))
                                .build())
                .atLeastOnce(batch -> read.addAndGet(batch.records().count()))) {
            await().atMost(LONG).until(() -> read.get() == 10);
            await().atMost(LONG).until(() -> consumers() == before);
            assertThat(stream.isRunning()).isTrue();
            TestCluster.produce(topic, 2, 10, 10);
            await().atMost(LONG).until(() -> read.get() == 20);
        }
    }

    /** As on a cluster; here the only executor is this JVM. */
    @Test
    void aTaskOnEachExecutorClosesThem() throws Exception {
        long before = consumers();
        String stream = UUID.randomUUID().toString();
        CursorSettings<byte[], byte[]> settings =
                new CursorSettings<>(stream, TestConsumers.bytes(), Duration.ofHours(1));
        ExecutorCursors.giveBack(ExecutorCursors.borrow(settings, new TopicPartition(topic, 0), 0));
        assertThat(consumers()).isEqualTo(before + 1);
        CursorPlaces places = new CursorPlaces();
        assertThat(places.note(List.of("executor_localhost_driver"))).hasSize(1);
        places.closeOnExecutors(TestSpark.context(), stream);
        assertThat(consumers()).isEqualTo(before);

        // a task that was still at work
        ExecutorCursors.giveBack(ExecutorCursors.borrow(settings, new TopicPartition(topic, 1), 0));
        assertThat(consumers()).isEqualTo(before);
    }

    /** Each consumer has a copy of its own: one that is closed with its consumer must not break another one. */
    @Test
    void configuredInstancesAndSuppliedDeserializersAreUsed() throws Exception {
        TestCluster.produce(topic, 2, 100, 10);
        Prefixing configured = new Prefixing("value ");
        Set<String> read = ConcurrentHashMap.newKeySet();
        StreamSettings<byte[], String> settings = StreamSettings.builder(
                        DeserializerSource.suppliedBy(() -> new ByteArrayDeserializer()),
                        DeserializerSource.ofInstance(configured))
                .group("configured")
                .topics(topic)
                .kafka(TestCluster.params())
                .batchInterval(Duration.ofMillis(200))
                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                .build();
        try (ManagedStream stream = ManagedStream.of(TestSpark.context(), store, settings)
                .atLeastOnce(batch ->
                        read.addAll(batch.records().map(ConsumerRecord::value).collect()))) {
            await().atMost(LONG).until(() -> read.size() == 10);
            long consumers = consumers();
            TestCluster.produce(topic, 2, 110, 10);
            await().atMost(LONG).until(() -> read.size() == 20);
            // the consumers are kept between batches, although the instances that tasks bring are never equal
            assertThat(consumers()).isEqualTo(consumers);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(read).contains("value 100", "value 119");
        assertThat(configured.closed).isFalse();
    }

    /** Puts something before each value. */
    private static final class Prefixing implements Deserializer<String>, Serializable {

        private static final long serialVersionUID = 1L;

        private final String prefix;
        private volatile boolean closed;

        Prefixing(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String deserialize(String from, byte[] data) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            return prefix + new String(data, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Spark's own message holds the stack traces of all attempts. */
    @Test
    void aRecordThatCannotBeDeserializedIsNamedInOneLine() {
        String poisoned = TestCluster.newTopic(1);
        // four bytes each, but the last one
        TestCluster.produce(poisoned, 1, 1_000, 3);
        TestCluster.produce(poisoned, 1, 7, 1);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        StreamSettings.builder(ByteArrayDeserializer.class, IntegerDeserializer.class)
                                .group("poisoned")
                                .topics(poisoned)
                                .kafka(TestCluster.params())
                                .batchInterval(Duration.ofMillis(200))
                                .shutdownHook(StreamSettings.ShutdownHook.OFF)
                                .build())
                .atLeastOnce(batch -> assertThat(batch.records().count()).isEqualTo(4));
        BatchFailedException failed =
                catchThrowableOfType(BatchFailedException.class, () -> stream.awaitTermination(LONG));
        assertThat(failed).hasMessageContaining("group poisoned");
        assertThat(failed.getCause())
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContainingAll(
                        "Cannot deserialize the record at offset 3 of topic " + poisoned + ", partition 0, with value"
                                + " deserializer " + IntegerDeserializer.class.getName() + ": ",
                        "Size of data received by IntegerDeserializer is not 4");
        assertThat(failed.getCause().getMessage()).doesNotContain("\n", "\tat ");
    }

    private static long consumers() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:type=app-info,id=*"), null)
                .size();
    }
}
