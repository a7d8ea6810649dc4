package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.test.InMemoryTransactionalStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * The job's rows and the stream's offsets in one transaction; the store here is a model, the database's own tests are
 * real.
 */
class ExactlyOnceWithStoreIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore offsets = new InMemoryOffsetStore();
    private final Map<String, Long> rows = new ConcurrentHashMap<>();
    private final InMemoryTransactionalStore store = new InMemoryTransactionalStore(offsets, rows);

    @Test
    void workThatFailsHalfWayIsRolledBackAndDoneOnceByTheNextLife() {
        String topic = TestCluster.newTopic(2);
        TestCluster.produce(topic, 2, 0, 60);
        AtomicInteger calls = new AtomicInteger();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("with", topic)
                                .maxRecordsPerBatch(20)
                                .restarts(
                                        RestartPolicy.times(3).withDelays(Duration.ofMillis(50), Duration.ofMillis(50)))
                                .build())
                .exactlyOnceWith((batch, connection) -> {
                    for (String value : values(batch)) {
                        connection.merge(value, 1L, Long::sum);
                        if (calls.incrementAndGet() % 30 == 0) {
                            throw new IllegalStateException("in the middle of the work");
                        }
                    }
                })) {
            await().atMost(LONG).until(() -> rows.size() == 60);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(rows)
                .containsOnlyKeys(
                        IntStream.range(0, 60).mapToObj(Integer::toString).toList());
        assertThat(rows.values()).containsOnly(1L);
        assertThat(calls).hasValueGreaterThan(60);
    }

    /** The fence comes before the work: who has been overtaken does none. */
    @Test
    void aDriverThatHasBeenOvertakenDoesNoWork() throws InterruptedException {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 5);
        TopicPartition partition = new TopicPartition(topic, 0);
        CountDownLatch counted = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("overtaken-with", topic).build())
                .exactlyOnceWith((batch, connection) -> {
                    calls.incrementAndGet();
                    counted.countDown();
                });
        counted.await();
        await().atMost(LONG).until(() -> offsets.load(new GroupId("overtaken-with"), Set.of(topic)).values().stream()
                .anyMatch(entry -> entry.offset() == 5));
        offsets.commit(new io.tidemark.offset.OffsetCommit(
                new GroupId("overtaken-with"), List.of(new PartitionRange(partition, 5, 9))));
        TestCluster.produce(topic, 1, 5, 5);
        assertThatThrownBy(() -> stream.awaitTermination(LONG))
                .isInstanceOf(BatchFailedException.class)
                .hasStackTraceContaining("expected 5, found 9");
        assertThat(calls).hasValue(1);
    }

    private static List<String> values(Batch<byte[], byte[]> batch) {
        return batch.records()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .collect();
    }
}
