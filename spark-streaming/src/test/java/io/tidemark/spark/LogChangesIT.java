package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a log can do to a job: lose its beginning or its end, be replaced, grow partitions, or go. */
class LogChangesIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();

    /**
     * E5 at the start. Spark's own first batch fails, and the survivors are never read. Without the comparison with the
     * log's start in {@code OffsetVerification.verify} seen to start as if nothing were missing.
     */
    @Test
    void aStoredOffsetBelowTheLogsStartFailsTheStartWithAllNumbers() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 100);
        stored("expired", topic, 10);
        TestCluster.deleteRecords(topic, 0, 40);
        assertThatThrownBy(() -> start("expired", topic, OutOfRangePolicy.FAIL))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("group expired")
                .hasMessageContaining("topic " + topic + ", partition 0")
                .hasMessageContaining("stored 10, log start 40, log end 100, lost 30")
                .hasMessageContaining("set the policy for expired offsets to EARLIEST");
        assertThat(store.lossReceipts(new GroupId("expired"))).isEmpty();

        try (ManagedStream stream = start("expired", topic, OutOfRangePolicy.EARLIEST)) {
            await().atMost(LONG).until(() -> counted("expired").size() == 60);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(counted("expired")).isEqualTo(onceEach(40, 100));
        assertThat(store.lossReceipts(new GroupId("expired"))).singleElement().satisfies(receipt -> {
            assertThat(receipt.from()).isEqualTo(10);
            assertThat(receipt.until()).isEqualTo(40);
            assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.EXPIRED);
        });
    }

    /** Without a wait seen to find the topic gone, three times within a second, and to end. */
    @Test
    void aTopicThatIsDeletedAndCreatedAgainIsWaitedForAndThenDecidedAsRecreated() throws Exception {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        CountDownLatch restarting = new CountDownLatch(1);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("back", topic)
                                .restarts(RestartPolicy.times(8)
                                        .withDelays(Duration.ofMillis(500), Duration.ofSeconds(5)))
                                .outOfRange(new OutOfRangePolicies(
                                        OutOfRangePolicy.FAIL,
                                        OutOfRangePolicy.FAIL,
                                        OutOfRangePolicy.EARLIEST,
                                        OutOfRangePolicy.FAIL,
                                        OutOfRangePolicy.FAIL))
                                .listener(new StreamListener() {
                                    @Override
                                    public void failed(StreamFailed event) {
                                        if (event.willRestart()) {
                                            restarting.countDown();
                                        }
                                    }
                                })
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> counted("back").size() == 10);
            TestCluster.deleteTopic(topic);
            assertThat(restarting.await(60, TimeUnit.SECONDS)).isTrue();
            TestCluster.createAgain(topic, 1);
            TestCluster.produce(topic, 1, 10, 10);
            await().atMost(LONG).until(() -> counted("back").size() == 20);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(counted("back")).isEqualTo(Counting.onceEach(20));
    }

    /**
     * E2. Spark waits until the log has grown past the stored offset, and reads from there. Without the comparison with
     * the log's end in {@code OffsetVerification.verify} seen to start and do the same.
     */
    @Test
    void aStoredOffsetBeyondTheLogsEndFailsTheStartWithAllNumbers() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 50);
        stored("ahead", topic, 70);
        assertThatThrownBy(() -> start("ahead", topic, OutOfRangePolicy.FAIL))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("stored 70, log start 0, log end 50, missing 20")
                .hasMessageContaining("offsets ahead of the log");
        try (ManagedStream stream = start("ahead", topic, OutOfRangePolicy.LATEST)) {
            TestCluster.produce(topic, 1, 50, 10);
            await().atMost(LONG).until(() -> counted("ahead").size() == 10);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(counted("ahead")).isEqualTo(onceEach(50, 60));
    }

    /**
     * E5 while running. With {@code LogWatch.expired} finding nothing seen to end with the batch that reaches into the
     * gap; Spark by itself continues after that batch, and the batch's surviving records are lost.
     */
    @Test
    void whenRetentionOvertakesARunningStreamTheSurvivorsAreReadAndTheGapHasOneReceipt() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 20);
        // slow batches of at most ten records: the log's start overtakes the stream
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("overtaken", topic)
                                .maxRecordsPerBatch(10)
                                .outOfRange(OutOfRangePolicy.EARLIEST)
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    List<Measurement> measured = Counting.measure(batch);
                    if (batch.ranges().get(0).from() == 10) {
                        TestCluster.produce(topic, 1, 20, 80);
                        TestCluster.deleteRecords(topic, 0, 55);
                    }
                    return measured;
                })) {
            await().atMost(LONG).until(() -> counted("overtaken").containsKey(99));
            assertThat(stream.isRunning()).isTrue();
        }
        // value and offset are the same here: each was counted once, or is in the one receipt
        SortedMap<Integer, Long> accounted = counted("overtaken");
        assertThat(store.lossReceipts(new GroupId("overtaken"))).singleElement().satisfies(receipt -> {
            assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.EXPIRED);
            assertThat(receipt.until()).isEqualTo(55);
            for (long lost = receipt.from(); lost < receipt.until(); lost++) {
                accounted.merge((int) lost, 1L, Long::sum);
            }
        });
        assertThat(accounted).isEqualTo(Counting.onceEach(100));
    }

    /** The same under the default policy: the stream ends, and says what is gone. */
    @Test
    void whenRetentionOvertakesARunningStreamThePolicyToFailEndsIt() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("stopped", topic)
                                .maxRecordsPerBatch(10)
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    List<Measurement> measured = Counting.measure(batch);
                    if (batch.ranges().get(0).from() == 0) {
                        TestCluster.produce(topic, 1, 10, 4_000);
                        TestCluster.deleteRecords(topic, 0, 3_000);
                    }
                    return measured;
                });
        assertThatThrownBy(() -> stream.awaitTermination(LONG))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("log start 3000")
                .hasMessageContaining("EARLIEST");
        // what was fetched before may have been counted; nothing behind the gap was
        assertThat(counted("stopped").lastKey()).isLessThan(3_000);
    }

    /**
     * E2, a topic deleted and created again that has outgrown the stored offset: only its id tells. Without the
     * comparison of identities in {@code OffsetVerification.verify} seen to start in the middle of the new topic.
     */
    @Test
    void aRecreatedTopicIsRecognisedEvenWhereItHasOutgrownTheStoredOffset() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 30);
        try (ManagedStream stream = start("recreated", topic, OutOfRangePolicy.FAIL)) {
            await().atMost(LONG).until(() -> counted("recreated").size() == 30);
            assertThat(stream.isRunning()).isTrue();
        }
        TestCluster.deleteTopic(topic);
        TestCluster.createAgain(topic, 1);
        TestCluster.produce(topic, 1, 100, 60);
        assertThatThrownBy(() -> start("recreated", topic, OutOfRangePolicy.FAIL))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("topic recreated: stored 30 of topic id")
                .hasMessageContaining("log end 60");
        try (ManagedStream stream = start("recreated", topic, OutOfRangePolicy.EARLIEST)) {
            await().atMost(LONG).until(() -> counted("recreated").size() == 90);
            assertThat(stream.isRunning()).isTrue();
        }
        SortedMap<Integer, Long> expected = onceEach(0, 30);
        expected.putAll(onceEach(100, 160));
        assertThat(counted("recreated")).isEqualTo(expected);
    }

    /** Without the wait in {@code StreamRun.endAfterTheBatch} Spark interrupts the batch after two seconds: seen. */
    @Test
    void aBatchThatRunsWhileTheLogIsReplacedIsFinishedAndCommittedBeforeTheStreamBeginsAgain() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        AtomicInteger interrupted = new AtomicInteger();
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("finished", topic)
                                .outOfRange(OutOfRangePolicy.EARLIEST)
                                .build())
                .exactlyOnceInto(sink, batch -> {
                    List<Measurement> measured = Counting.measure(batch);
                    if (counted("finished").isEmpty()) {
                        TestCluster.deleteTopic(topic);
                        TestCluster.createAgain(topic, 1);
                        TestCluster.produce(topic, 1, 10, 5);
                        try {
                            // longer than Spark waits by itself
                            assertThat(new CountDownLatch(1).await(4, TimeUnit.SECONDS))
                                    .isFalse();
                        } catch (InterruptedException e) {
                            interrupted.incrementAndGet();
                            throw e;
                        }
                    }
                    return measured;
                })) {
            await().atMost(LONG).until(() -> counted("finished").size() == 15);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(interrupted).hasValue(0);
        assertThat(counted("finished")).isEqualTo(Counting.onceEach(15));
    }

    /**
     * E6. {@code Assign} never reads a new partition, {@code Subscribe} with latest loses its first records. Without
     * the new ones that {@code LogWatch.look} adds seen to read nothing of them.
     */
    @Test
    void aPartitionAddedWhileRunningIsReadFromItsFirstRecord() {
        String topic = TestCluster.newTopic(1);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("grown", topic)
                                .startPosition(StartPosition.latest())
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            TestCluster.produce(topic, 1, 0, 10);
            await().atMost(LONG).until(() -> counted("grown").size() == 10);
            TestCluster.addPartitions(topic, 3);
            TestCluster.produce(topic, 3, 10, 60);
            await().atMost(LONG).until(() -> counted("grown").size() == 70);
            assertThat(stream.isRunning()).isTrue();
        }
        TestCluster.addPartitions(topic, 4);
        TestCluster.produce(topic, 4, 70, 40);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("grown", topic)
                                .startPosition(StartPosition.latest())
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            await().atMost(LONG).until(() -> counted("grown").size() == 110);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(counted("grown")).isEqualTo(onceEach(0, 110));
    }

    /**
     * E8. Spark's start fails obscurely, or every batch times out. With {@code PartitionGone} passed over in
     * {@code StartOffsetResolver.resolve} seen to start without a word of it.
     */
    @Test
    void aStoredPartitionThatTheTopicNoLongerHasIsNamed() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 10);
        store.initialize(
                new GroupId("gone"),
                Map.of(
                        new TopicPartition(topic, 0), StoredOffset.of(0),
                        new TopicPartition(topic, 7), StoredOffset.of(5)));
        sink.initialize(
                new GroupId("gone"),
                Map.of(
                        new TopicPartition(topic, 0), StoredOffset.of(0),
                        new TopicPartition(topic, 7), StoredOffset.of(5)));
        assertThatThrownBy(() -> start("gone", topic, OutOfRangePolicy.FAIL))
                .isInstanceOf(OffsetVerificationException.class)
                .hasMessageContaining("topic " + topic + ", partition 7: partition gone: stored 5");
        try (ManagedStream stream = start("gone", topic, OutOfRangePolicy.EARLIEST)) {
            await().atMost(LONG).until(() -> counted("gone").size() == 10);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(store.lossReceipts(new GroupId("gone")))
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.PARTITION_GONE));
    }

    @Test
    void aTopicThatAppearsLaterIsReadFromItsFirstRecordIfThePatternMatches() {
        String prefix = "p-" + System.nanoTime();
        TestCluster.kafka().createTopic(prefix + "-a", 1);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings("pattern", "unused")
                                .topics(TopicSelection.matching(Pattern.compile(prefix + "-.*")))
                                .startPosition(StartPosition.latest())
                                .discoveryInterval(Duration.ofMillis(300))
                                .build())
                .exactlyOnceInto(sink, Counting::measure)) {
            TestCluster.kafka().createTopic(prefix + "-b", 2);
            TestCluster.produce(prefix + "-b", 2, 0, 20);
            TestCluster.produce(prefix + "-a", 1, 20, 10);
            await().atMost(LONG).until(() -> counted("pattern").size() == 30);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(counted("pattern")).isEqualTo(onceEach(0, 30));
    }

    @Test
    void aTopicThatDoesNotExistFailsTheStartByName() {
        assertThatThrownBy(() -> start("missing", "no-such-topic", OutOfRangePolicy.FAIL))
                .hasMessageContaining("Cannot start group missing")
                .hasMessageContaining("no topic no-such-topic");
    }

    private void stored(String group, String topic, long offset) {
        Map<TopicPartition, StoredOffset> entry = Map.of(new TopicPartition(topic, 0), StoredOffset.of(offset));
        store.initialize(new GroupId(group), entry);
        sink.initialize(new GroupId(group), entry);
    }

    private ManagedStream start(String group, String topic, OutOfRangePolicy policy) {
        return ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, topic)
                                .outOfRange(OutOfRangePolicies.all(policy))
                                .build())
                .exactlyOnceInto(sink, Counting::measure);
    }

    private SortedMap<Integer, Long> counted(String group) {
        return Counting.counted(sink, group);
    }

    private static SortedMap<Integer, Long> onceEach(int from, int until) {
        return new TreeMap<>(Counting.onceEach(until).tailMap(from));
    }
}
