package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch that begins while the one before is being finished: when it has to wait, and when it does not. */
class BatchRunnerTest {

    private static final GroupId GROUP = new GroupId("runner");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final ModelCluster cluster = new ModelCluster();
    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    private final AtomicInteger waits = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private LogWatch watch;
    private BatchRunner<List<PartitionRange>> runner;

    BatchRunnerTest() {
        cluster.createTopic("orders", 1);
        log().append(10);
        KeepingSettings settings = KeepingSettings.builder()
                .group(GROUP.value())
                .topics("orders")
                .kafka(Map.of("bootstrap.servers", "model:1"))
                .outOfRange(OutOfRangePolicies.all(OutOfRangePolicy.EARLIEST))
                .discoveryInterval(Duration.ZERO)
                .build();
        StreamEvents events = TestEvents.to(new StreamListener() {
            @Override
            public void idle(StreamIdle event) {
                idle.incrementAndGet();
            }
        });
        OffsetKeeper keeper = new OffsetKeeper(GROUP, store, Optional.of(sink));
        LeaderEpochs epochs = new LeaderEpochs();
        OffsetKeeper.Resumption resumption =
                new StreamStart(settings, cluster, epochs, keeper, events).resolve(Map.of());
        watch = new LogWatch(settings, cluster, epochs, resumption.starts().offsets());
        runner = new BatchRunner<>(
                settings,
                new SinkOutput<>(sink, batch -> List.of(Counting.one(1))),
                keeper,
                watch,
                new BatchSize(),
                events);
    }

    @BeforeEach
    void refresh() {
        watch.refresh();
    }

    @Test
    void aBatchDoesNotWaitForTheOneBefore() throws Exception {
        BatchRunner.Rest first = begin(0, 5).orElseThrow();
        BatchRunner.Rest second = begin(5, 10).orElseThrow();
        assertThat(waits).hasValue(0);
        assertThat(stored()).isZero();
        first.finish();
        assertThat(stored()).isEqualTo(5);
        second.finish();
        assertThat(stored()).isEqualTo(10);
    }

    /** Moved before the batch ahead has been committed, the offset is not where the move expects it. */
    @Test
    void oneThatRetentionHasOvertakenWaitsForIt() throws Exception {
        BatchRunner.Rest first = begin(0, 5).orElseThrow();
        log().deleteBefore(7);
        watch.refresh();
        BatchRunner.Rest second = begin(5, 10, () -> {
                    first.finish();
                    return true;
                })
                .orElseThrow();
        second.finish();
        assertThat(waits).hasValue(1);
        assertThat(stored()).isEqualTo(10);
        assertThat(store.lossReceipts(GROUP)).singleElement().satisfies(receipt -> {
            assertThat(receipt.from()).isEqualTo(5);
            assertThat(receipt.until()).isEqualTo(7);
            assertThat(receipt.reason()).isEqualTo(LossReceipt.Reason.EXPIRED);
        });
    }

    @Test
    void oneWithANewPartitionWaitsForIt() throws Exception {
        BatchRunner.Rest first = begin(0, 5).orElseThrow();
        cluster.addPartitions("orders", 2);
        watch.refresh();
        PartitionRange found = new PartitionRange(new TopicPartition("orders", 1), 0, 0);
        Optional<BatchRunner.Rest> second = begin(List.of(found), () -> {
            first.finish();
            return true;
        });
        assertThat(second).isEmpty();
        assertThat(waits).hasValue(1);
        assertThat(store.load(GROUP, Set.of("orders"))).containsKey(found.partition());
    }

    @Test
    void behindAFailedBatchNothingIsMoved() throws Exception {
        log().deleteBefore(7);
        watch.refresh();
        assertThat(begin(5, 10, () -> false)).isEmpty();
        assertThat(stored()).isZero();
        assertThat(store.lossReceipts(GROUP)).isEmpty();
    }

    @Test
    void aBatchWithoutRecordsIsReportedAsIdle() throws Exception {
        assertThat(begin(List.of(), () -> true)).isEmpty();
        assertThat(begin(5, 5)).isEmpty();
        assertThat(idle).hasValue(2);
        assertThat(begin(5, 7)).isPresent();
        assertThat(idle).hasValue(2);
    }

    private Optional<BatchRunner.Rest> begin(long from, long until) throws Exception {
        return begin(from, until, () -> true);
    }

    private Optional<BatchRunner.Rest> begin(long from, long until, BatchRunner.Preceding before) throws Exception {
        return begin(List.of(new PartitionRange(PARTITION, from, until)), before);
    }

    private Optional<BatchRunner.Rest> begin(List<PartitionRange> formed, BatchRunner.Preceding before)
            throws Exception {
        BatchRunner<List<PartitionRange>>.Prepared batch =
                runner.prepare(Instant.EPOCH, formed, ranges -> ranges, () -> {
                    waits.incrementAndGet();
                    return before.awaitEnd();
                });
        return batch.isEmpty() ? Optional.empty() : batch.begin();
    }

    private ModelCluster.Log log() {
        return cluster.log(PARTITION).orElseThrow();
    }

    private long stored() {
        return store.load(GROUP, Set.of("orders"))
                .getOrDefault(PARTITION, StoredOffset.of(77))
                .offset();
    }
}
