package io.tidemark.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Batches that have waited for a slow one are processed as one. */
class WaitingBatchesIT {

    private static final int RECORDS = 60;

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(1);
    private final List<PartitionRange> ranges = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstHasBegun = new CountDownLatch(1);
    private final CountDownLatch allAreProduced = new CountDownLatch(1);

    @Test
    void batchesThatWaitedAreMerged() throws Exception {
        run("merged", 1_000);
        // one behind the first batch, and one more if the last records came after it had begun
        assertThat(ranges).hasSizeBetween(2, 3);
    }

    @Test
    void mergedBatchesStayWithinTheLimit() throws Exception {
        run("limited", 20);
        assertThat(ranges).hasSizeBetween(4, 6).allSatisfy(range -> assertThat(range.count())
                .isBetween(1L, 20L));
    }

    /** The first batch lasts until all records are produced, ten at a time in more than an interval each. */
    private void run(String group, long limit) throws InterruptedException {
        TestCluster.produce(topic, 1, 0, 10);
        try (ManagedStream stream = ManagedStream.of(
                        TestSpark.context(),
                        store,
                        Counting.settings(group, topic)
                                .maxRecordsPerBatch(limit)
                                .build())
                .atLeastOnce(batch -> {
                    ranges.addAll(batch.ranges());
                    firstHasBegun.countDown();
                    assertThat(allAreProduced.await(1, TimeUnit.MINUTES)).isTrue();
                })) {
            assertThat(firstHasBegun.await(1, TimeUnit.MINUTES)).isTrue();
            for (int from = 10; from < RECORDS; from += 10) {
                TestCluster.produce(topic, 1, from, 10);
                TimeUnit.MILLISECONDS.sleep(300);
            }
            allAreProduced.countDown();
            await().atMost(Duration.ofMinutes(1)).until(() -> stored(group) == RECORDS);
            assertThat(stream.isRunning()).isTrue();
        }
        assertThat(ranges.get(0).from()).isZero();
        for (int next = 1; next < ranges.size(); next++) {
            assertThat(ranges.get(next).from()).isEqualTo(ranges.get(next - 1).until());
        }
    }

    private long stored(String group) {
        StoredOffset offset = store.load(new GroupId(group), Set.of(topic))
                .getOrDefault(new TopicPartition(topic, 0), StoredOffset.of(0));
        return offset.offset();
    }
}
