package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.ReplayStarted;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.event.StreamState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes, second drivers, retried tasks, stops and restarts. */
class RunningStreamIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    /** In a local Spark, tasks run in this JVM. */
    private static final AtomicInteger COUNTED_IN_TASKS = new AtomicInteger();

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    @TempDir
    private Path folder = Path.of("");

    /**
     * E10. A crash after the sink's write and before the commit leaves the ledger ahead. With the store governing in
     * place of the ledger in {@code OffsetKeeper.resume} seen to count thirty records twice.
     */
    @Test
    void theHandleTellsTheProgressAndTheLag() throws Exception {
        String topic = TestCluster.newTopic(2);
        TestCluster.produce(topic, 2, 0, 20);
        CountDownLatch looked = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("progress", topic)
                                .maxRecordsPerBatch(10)
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    if (calls.incrementAndGet() == 2) {
                        looked.await();
                    }
                    return Counting.measure(batch);
                });
        try (stream) {
            await().atMost(LONG).until(() -> stream.lastProgress().batches() == 1);
            StreamProgress first = stream.lastProgress();
            assertThat(first.state()).isEqualTo(StreamState.RUNNING);
            assertThat(first.records()).isEqualTo(10);
            assertThat(first.lastBatch().orElseThrow().count()).isEqualTo(10);
            assertThat(first.lastBatch().orElseThrow().processing()).isPositive();
            assertThat(first.lastCommit()).isPresent();
            assertThat(stream.lag()).containsOnlyKeys(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            looked.countDown();
            await().atMost(LONG).until(() -> stream.lastProgress().records() == 20);
            await().atMost(LONG).until(() -> stream.lastProgress().lag() == 0);
        }
        assertThat(stream.lastProgress().state()).isEqualTo(StreamState.STOPPED);
        assertThat(stream.lastProgress().records()).isEqualTo(20);
        assertThat(stream.lag()).isEmpty();
    }

    @Test
    void afterACrashBetweenWriteAndCommitTheLedgerGoverns() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 40);
        GroupId group = new GroupId("crashed");
        TopicPartition partition = new TopicPartition(topic, 0);
        store.initialize(group, Map.of(partition, StoredOffset.of(0)));
        sink.initialize(group, Map.of(partition, StoredOffset.of(0)));
        // what a driver that died there had done: thirty records counted, none committed
        sink.write(new MetricBatch(
                group,
                List.of(new PartitionRange(partition, 0, 30)),
                Counting.onceEach(30).keySet().stream().map(Counting::one).toList()));
        try (ManagedStream stream = start("crashed", topic)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "crashed").size() == 40);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "crashed")).isEqualTo(Counting.onceEach(40));
        assertThat(store.load(group, Set.of(topic)).get(partition))
                .isNotNull()
                .extracting(StoredOffset::offset)
                .isEqualTo(40L);
    }

    /**
     * E11. The stream that commits second finds the position changed, stops, and is not started again. Without the
     * condition in {@code InMemoryMetricSink.write} seen to count the first seven twice. With two real drivers, one of
     * them frozen, it is tried in the example's tests, where there are a store and a sink that two processes can share.
     */
    @Test
    void aSecondDriverThatHasMovedOnStopsTheFirst() throws InterruptedException {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        CountDownLatch counting = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        AtomicInteger restarts = new AtomicInteger();
        ManagedStream first = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("twice", topic)
                                .restarts(RestartPolicy.times(5))
                                .listener(new StreamListener() {
                                    @Override
                                    public void failed(StreamFailed event) {
                                        if (event.willRestart()) {
                                            restarts.incrementAndGet();
                                        }
                                    }
                                })
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    counting.countDown();
                    overtaken.await();
                    return Counting.measure(batch);
                });
        counting.await();
        // the other driver, as the store and the sink see it
        TopicPartition partition = new TopicPartition(topic, 0);
        GroupId group = new GroupId("twice");
        List<PartitionRange> ranges = List.of(new PartitionRange(partition, 0, 7));
        sink.write(new MetricBatch(
                group,
                ranges,
                Counting.onceEach(7).keySet().stream().map(Counting::one).toList()));
        store.commit(new OffsetCommit(group, ranges));
        overtaken.countDown();
        assertThatThrownBy(() -> first.awaitTermination(LONG))
                .isInstanceOf(BatchFailedException.class)
                .cause()
                .isInstanceOf(OffsetConflictException.class)
                .hasMessageContaining(topic + "-0 expected 0, found 7");
        assertThat(restarts).hasValue(0);
        assertThat(Counting.counted(sink, "twice")).isEqualTo(Counting.onceEach(7));
    }

    /**
     * E12. Counts made on the driver from finished tasks alone do not see a task's failed attempts. Counted beside it
     * in the tasks themselves, as the textbook has it, the same records come to more.
     */
    @Test
    void aTaskThatFailsHalfWayAndIsTriedAgainCountsOnce() {
        String topic = TestCluster.newTopic(2);
        TestCluster.produce(topic, 2, 0, 100);
        COUNTED_IN_TASKS.set(0);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("retried", topic).build())
                .exactlyOnceInto(
                        sink,
                        batch -> Counting.measure(Batch.of(
                                batch.time(), batch.ranges(), batch.records().filter(record -> {
                                    COUNTED_IN_TASKS.incrementAndGet();
                                    if (record.offset() == 25
                                            && TaskContext.get().attemptNumber() < 2) {
                                        throw new IOException("a lost disk, in the middle of the task");
                                    }
                                    return true;
                                }))))) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "retried").size() == 100);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "retried")).isEqualTo(Counting.onceEach(100));
        assertThat(COUNTED_IN_TASKS).hasValueGreaterThan(100);
    }

    /**
     * E3. {@code commitAsync} never commits the last batch before a stop. Without the wait for the running batch (take
     * it out of {@code StreamRun.stop}) Spark cuts it off after two seconds: seen to fail with nothing counted.
     */
    @Test
    void aStopFinishesTheRunningBatchAndCommitsItAndLeavesWhatIsQueued() throws InterruptedException {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        CountDownLatch counting = new CountDownLatch(1);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("stopping", topic).build())
                .exactlyOnceInto(sink, batch -> {
                    counting.countDown();
                    // longer than Spark waits by itself
                    assertThat(new CountDownLatch(1).await(3, TimeUnit.SECONDS)).isFalse();
                    return Counting.measure(batch);
                });
        counting.await();
        TestCluster.produce(topic, 1, 10, 10);
        assertThat(stream.stop(LONG)).isTrue();
        stream.awaitTermination();
        assertThat(Counting.counted(sink, "stopping")).isEqualTo(Counting.onceEach(10));
        assertThat(store.load(new GroupId("stopping"), Set.of(topic)).get(new TopicPartition(topic, 0)))
                .isNotNull()
                .extracting(StoredOffset::offset)
                .isEqualTo(10L);
    }

    @Test
    void aBatchThatTakesLongerThanAStopWaitsIsCutOffWithNothingHalfDone() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        CountDownLatch counting = new CountDownLatch(1);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("cut", topic).build())
                .exactlyOnceInto(sink, batch -> {
                    counting.countDown();
                    new CountDownLatch(1).await();
                    return List.of();
                });
        await().atMost(LONG).until(() -> counting.getCount() == 0);
        assertThat(stream.stop(Duration.ofMillis(300))).isFalse();
        assertThat(stream.isRunning()).isFalse();
        assertThat(Counting.counted(sink, "cut")).isEmpty();
        try (ManagedStream again = start("cut", topic)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "cut").size() == 10);
            assertThat(again.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "cut")).isEqualTo(Counting.onceEach(10));
    }

    /**
     * E7. With a consumer that is subscribed, Kafka rejects a commit from outside it; the stream's group has no member,
     * so that lag tools can be served while it runs. With Spark's {@code Subscribe} in place of
     * {@code LogWatchStrategy} seen to fail with {@code UnknownMemberIdException}.
     */
    @Test
    void offsetsCanBeCommittedToKafkaFromOutsideWhileTheStreamRuns() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 5);
        try (ManagedStream stream = start("outside", topic)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "outside").size() == 5);
            TestCluster.await(TestCluster.admin()
                    .alterConsumerGroupOffsets(
                            "outside", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(5)))
                    .all());
            TestCluster.produce(topic, 1, 5, 5);
            await().atMost(LONG).until(() -> Counting.counted(sink, "outside").size() == 10);
            assertThat(stream.isRunning()).isTrue();
        }
    }

    /** With a configuration of its own in place of Spark's seen to look in vain. */
    @Test
    void aStopMarkerOnAnyFileSystemThatSparkIsConfiguredForEndsTheStreamGracefully() throws Exception {
        TestSpark.context()
                .hadoopConfiguration()
                .set(UnreliableFileSystem.IMPLEMENTATION, UnreliableFileSystem.class.getName());
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 5);
        Path marker = folder.resolve("stop");
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("marked", topic)
                                .stopMarker(UnreliableFileSystem.uri(marker))
                                .build())
                .exactlyOnceInto(sink, Counting::measure);
        await().atMost(LONG).until(() -> Counting.counted(sink, "marked").size() == 5);
        Files.createFile(marker);
        assertThat(stream.awaitTermination(LONG)).isTrue();
    }

    @Test
    void aFailedStreamIsStartedAgainInTheSameContextAndCountsEverythingOnce() {
        String topic = TestCluster.newTopic(2);
        TestCluster.produce(topic, 2, 0, 50);
        AtomicInteger calls = new AtomicInteger();
        Set<String> told = ConcurrentHashMap.newKeySet();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("again", topic)
                                .maxRecordsPerBatch(20)
                                .restarts(RestartPolicy.times(3)
                                        .withDelays(Duration.ofMillis(50), Duration.ofMillis(100)))
                                .listener(new StreamListener() {
                                    @Override
                                    public void failed(StreamFailed event) {
                                        if (event.willRestart()) {
                                            told.add(event.cause().getClass().getSimpleName());
                                        }
                                    }
                                })
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    if (calls.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("every other batch fails");
                    }
                    return Counting.measure(batch);
                })) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "again").size() == 50);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "again")).isEqualTo(Counting.onceEach(50));
        assertThat(told).containsExactly("BatchFailedException");
    }

    @Test
    void emptyBatchesWriteNothingAndTheFirstBatchIsLimited() {
        String topic = TestCluster.newTopic(2);
        TestCluster.produce(topic, 2, 0, 100);
        List<Long> sizes = new CopyOnWriteArrayList<>();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("limits", topic)
                                .maxRecordsPerBatch(30)
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    sizes.add(batch.ranges().stream()
                            .mapToLong(PartitionRange::count)
                            .sum());
                    return Counting.measure(batch);
                })) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "limits").size() == 100);
            // several intervals without records
            await().pollDelay(Duration.ofSeconds(1)).until(() -> stream.isRunning());
        }
        assertThat(sizes).hasSizeGreaterThanOrEqualTo(4).allSatisfy(size -> assertThat(size)
                .isBetween(1L, 30L));
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(100);
    }

    @Test
    void aTopicOfAThousandPartitionsIsReadAndCommitted() {
        String topic = TestCluster.newTopic(1_000);
        TestCluster.produce(topic, 1_000, 0, 1_500);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("thousand", topic)
                                .batchInterval(Duration.ofSeconds(1))
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "thousand").size() == 1_500);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "thousand")).isEqualTo(Counting.onceEach(1_500));
        assertThat(store.load(new GroupId("thousand"), Set.of(topic))).hasSize(1_000);
    }

    @Test
    void afterItsLimitOfRestartsAStreamEndsWithTheLastFailure() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 5);
        AtomicInteger calls = new AtomicInteger();
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("limited", topic)
                                .restarts(
                                        RestartPolicy.times(2).withDelays(Duration.ofMillis(10), Duration.ofMillis(10)))
                                .build())
                .atLeastOnce(batch -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("always");
                });
        assertThatThrownBy(() -> stream.awaitTermination(LONG)).isInstanceOf(BatchFailedException.class);
        assertThat(calls).hasValue(3);
    }

    @Test
    void atLeastOnceRepeatsAFailedBatchAndAtMostOnceLeavesItOut() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        AtomicInteger repeated = new AtomicInteger();
        ManagedStream failing = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("least", topic).build())
                .atLeastOnce(batch -> {
                    repeated.addAndGet((int) batch.records().count());
                    throw new IllegalStateException("after the work, before the commit");
                });
        assertThatThrownBy(() -> failing.awaitTermination(LONG)).isInstanceOf(BatchFailedException.class);
        try (ManagedStream again = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("least", topic).build())
                .atLeastOnce(batch -> repeated.addAndGet((int) batch.records().count()))) {
            await().atMost(LONG).until(() -> repeated.get() == 20);
            assertThat(again.isRunning()).isTrue();
        }

        AtomicInteger once = new AtomicInteger();
        ManagedStream losing = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("most", topic).build())
                .atMostOnce(batch -> {
                    throw new IllegalStateException("after the commit, before the work");
                });
        assertThatThrownBy(() -> losing.awaitTermination(LONG)).isInstanceOf(BatchFailedException.class);
        TestCluster.produce(topic, 1, 10, 3);
        try (ManagedStream again = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("most", topic).build())
                .atMostOnce(batch -> once.addAndGet((int) batch.records().count()))) {
            await().atMost(LONG).until(() -> once.get() == 3);
            assertThat(again.isRunning()).isTrue();
        }
    }

    @Test
    void aSinkThatWasEmptiedBesideAFilledStoreIsAQuestion() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        store.initialize(new GroupId("emptied"), Map.of(new TopicPartition(topic, 0), StoredOffset.of(10)));
        assertThatThrownBy(() -> start("emptied", topic))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("the sink's ledger none of them")
                .hasMessageContaining("REBUILD")
                .hasMessageContaining("CONTINUE");
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("emptied", topic)
                                .emptySink(EmptySinkPolicy.REBUILD)
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "emptied").size() == 10);
            assertThat(stream.isRunning()).isTrue();
        }
    }

    @Test
    void aSinkThatLostItsLastWritesIsFilledAgain() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 30);
        GroupId group = new GroupId("restored");
        TopicPartition partition = new TopicPartition(topic, 0);
        store.initialize(group, Map.of(partition, StoredOffset.of(30)));
        sink.initialize(group, Map.of(partition, StoredOffset.of(0)));
        sink.write(new MetricBatch(
                group,
                List.of(new PartitionRange(partition, 0, 12)),
                Counting.onceEach(12).keySet().stream().map(Counting::one).toList()));
        AtomicInteger replayed = new AtomicInteger();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("restored", topic)
                                .listener(new StreamListener() {
                                    @Override
                                    public void replaying(ReplayStarted event) {
                                        replayed.set((int) event.offsets());
                                    }
                                })
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> Counting.counted(sink, "restored").size() == 30);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(Counting.counted(sink, "restored")).isEqualTo(Counting.onceEach(30));
        assertThat(replayed).hasValue(18);
    }

    private ManagedStream start(String group, String topic) {
        return ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, topic).build())
                .exactlyOnceInto(sink, Counting::measure);
    }
}
