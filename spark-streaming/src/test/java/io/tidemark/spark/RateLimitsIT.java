package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** Spark's own brakes: the stream leaves the forming of batches to Spark, so they work as they do without it. */
class RateLimitsIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final List<Long> sizes = new CopyOnWriteArrayList<>();

    @Test
    void noBatchExceedsTheRateOfAPartition() {
        String topic = TestCluster.newTopic(2);
        TestCluster.produce(topic, 2, 0, 200);
        // a fifth of a second, two partitions: 20 at a time
        with(Map.of("spark.streaming.kafka.maxRatePerPartition", "50"), () -> {
            try (ManagedStream stream = ManagedStream.of(
                            TestSpark.context(),
                            store,
                            Counting.settings("rated", topic).build())
                    .exactlyOnceInto(sink, batch -> {
                        sizes.add(size(batch));
                        if (sizes.size() == 1) {
                            // some batches wait meanwhile; they must not be merged
                            assertThat(new CountDownLatch(1).await(1, TimeUnit.SECONDS))
                                    .isFalse();
                        }
                        return Counting.measure(batch);
                    })) {
                await().atMost(LONG).until(() -> Counting.counted(sink, "rated").size() == 200);
                assertThat(stream.isRunning()).isTrue();
            }
        });
        assertThat(sizes).hasSizeGreaterThanOrEqualTo(10).allSatisfy(size -> assertThat(size)
                .isBetween(1L, 20L));
        assertThat(Counting.counted(sink, "rated")).isEqualTo(Counting.onceEach(200));
    }

    /** Spark's estimator hears how many records a batch had and how long it took; it would not if the RDD hid them. */
    @Test
    void backPressureMakesBatchesSmallerThatTakeTooLong() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 30_000);
        with(
                Map.of(
                        "spark.streaming.backpressure.enabled", "true",
                        "spark.streaming.backpressure.initialRate", "5000",
                        "spark.streaming.backpressure.pid.minRate", "10"),
                () -> {
                    try (ManagedStream stream = ManagedStream.of(
                                    TestSpark.context(),
                                    store,
                                    Counting.settings("pressed", topic).build())
                            .atLeastOnce(batch -> {
                                sizes.add(size(batch));
                                // three intervals for each thousand
                                assertThat(new CountDownLatch(1).await(size(batch) * 6 / 10, TimeUnit.MILLISECONDS))
                                        .isFalse();
                            })) {
                        await().atMost(LONG)
                                .until(() -> sizes.stream().anyMatch(size -> size < 500)
                                        || sizes.stream()
                                                        .mapToLong(Long::longValue)
                                                        .sum()
                                                == 30_000);
                        assertThat(stream.isRunning()).isTrue();
                    }
                });
        assertThat(sizes.get(0)).isEqualTo(1_000);
        assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isLessThan(30_000);
    }

    /**
     * With ten at a time, a gap of ninety would take nine batches and nine receipts. Without the new start in
     * {@code BatchRunner.readable} seen never to come out of the gap.
     */
    @Test
    void aGapWiderThanABatchMayBeIsLeaptOverWithOneReceipt() {
        String topic = TestCluster.newTopic(1);
        TestCluster.produce(topic, 1, 0, 120);
        with(Map.of("spark.streaming.kafka.maxRatePerPartition", "50"), () -> {
            try (ManagedStream stream = ManagedStream.of(
                            TestSpark.context(),
                            store,
                            Counting.settings("leaping", topic)
                                    .outOfRange(OutOfRangePolicy.EARLIEST)
                                    .build())
                    .exactlyOnceInto(sink, batch -> {
                        if (batch.ranges().get(0).from() == 0) {
                            TestCluster.deleteRecords(topic, 0, 100);
                            // looks go on meanwhile, so that the batches queued behind this one find the gap by
                            // themselves
                            assertThat(new CountDownLatch(1).await(1, TimeUnit.SECONDS))
                                    .isFalse();
                            return Counting.onceEach(10).keySet().stream()
                                    .map(Counting::one)
                                    .toList();
                        }
                        return Counting.measure(batch);
                    })) {
                await().atMost(LONG)
                        .until(() -> Counting.counted(sink, "leaping").containsKey(119));
                assertThat(stream.isRunning()).isTrue();
            }
        });
        assertThat(store.lossReceipts(new GroupId("leaping")))
                .singleElement()
                .returns(10L, LossReceipt::from)
                .returns(100L, LossReceipt::until);
        assertThat(Counting.counted(sink, "leaping").keySet()).hasSize(30).contains(9, 100);
        assertThat(store.load(new GroupId("leaping"), java.util.Set.of(topic)).get(new TopicPartition(topic, 0)))
                .isNotNull()
                .returns(120L, StoredOffset::offset);
    }

    private static long size(Batch<byte[], byte[]> batch) {
        return batch.ranges().stream().mapToLong(PartitionRange::count).sum();
    }

    /** A streaming context reads these when it is made. */
    private static void with(Map<String, String> settings, Runnable action) {
        SparkConf conf = TestSpark.context().sc().conf();
        settings.forEach(conf::set);
        try {
            action.run();
        } finally {
            settings.keySet().forEach(conf::remove);
        }
    }
}
