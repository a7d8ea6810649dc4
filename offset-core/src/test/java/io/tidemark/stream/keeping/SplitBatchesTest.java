package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.BatchSplit;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Batches that a sink, a store or the job's own function finds too large, under each guarantee. */
class SplitBatchesTest {

    private static final GroupId GROUP = new GroupId("split");
    private static final int ROOMY = Integer.MAX_VALUE;

    private final ModelCluster cluster = withTopic();
    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final InMemoryMetricSink sink = new InMemoryMetricSink();
    /** What the job's own function was given, as far as it took it. */
    private final List<List<PartitionRange>> seen = new ArrayList<>();

    private final List<String> refused = new ArrayList<>();
    private final List<BatchSplit> splits = new ArrayList<>();
    private final List<BatchReport> reports = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test starts its own stream
    private LogWatch watch;

    @SuppressWarnings("NullAway.Init")
    private BatchRunner<List<PartitionRange>> runner;

    @Test
    void aBatchThatTheSinkFindsTooLargeIsWrittenInParts() throws Exception {
        intoSink(3, ROOMY, ROOMY);

        run(batch(0, 10));

        assertThat(counted()).isEqualTo(Counting.onceEach(10));
        assertThat(stored()).isEqualTo(10);
        assertThat(reports).allSatisfy(report -> assertThat(report.count()).isLessThanOrEqualTo(3));
        assertThat(splits).hasSize(2).allSatisfy(split -> assertThat(split.cause())
                .hasMessageContaining("takes 3"));
        assertThat(splits.get(0).ranges()).containsExactly(range(0, 0, 10));
        assertThat(splits.get(0).maxRecords()).isEqualTo(5);
    }

    @Test
    void laterBatchesBeginAtTheSizeThatWorked() throws Exception {
        intoSink(3, ROOMY, ROOMY);
        run(batch(0, 10));
        refused.clear();

        run(batch(10, 40));

        assertThat(refused).hasSizeLessThan(2);
        assertThat(counted()).isEqualTo(Counting.onceEach(40));
        assertThat(reports).extracting(BatchReport::lag).last().isEqualTo(0L);
    }

    /** The batch behind has been measured by then, and must not be written before all parts of this one are. */
    @Test
    void theBatchBehindWaitsForAllParts() throws Exception {
        intoSink(3, ROOMY, ROOMY);
        BatchRunner.Rest first = batch(0, 10).begin().orElseThrow();
        BatchRunner.Rest second = batch(10, 12).begin().orElseThrow();

        first.finish();
        assertThat(stored()).isEqualTo(10);
        second.finish();

        assertThat(stored()).isEqualTo(12);
        assertThat(counted()).isEqualTo(Counting.onceEach(12));
    }

    @Test
    void aBatchThatTheJobFindsTooLargeIsMeasuredInParts() throws Exception {
        intoSink(ROOMY, ROOMY, 4);

        run(batch(0, 10));

        assertThat(counted()).isEqualTo(Counting.onceEach(10));
        assertThat(seen).hasSize(4);
        assertThat(splits).isNotEmpty();
    }

    @Test
    void aStoreThatTakesFewPartitionsIsCommittedToInSeveralCallsAndNothingIsMeasuredAgain() throws Exception {
        cluster.addPartitions("orders", 5);
        intoSink(ROOMY, 2, ROOMY);

        run(wideBatch(5));

        assertThat(seen).hasSize(1);
        assertThat(refused).hasSize(1);
        assertThat(splits).isEmpty();
        assertThat(stored()).isEqualTo(5 * 4);
        assertThat(counted()).hasSize(5 * 4);
    }

    @Test
    void oneRecordThatIsTooLargeIsNamed() {
        intoSink(0, ROOMY, ROOMY);

        assertThatThrownBy(() -> run(batch(0, 10)))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContainingAll("topic orders, partition 0, offset 0 alone is too large", "takes 0");
        assertThat(stored()).isZero();
        assertThat(counted()).isEmpty();
    }

    @Test
    void aHandlerIsNotCalledAgainForACommitThatIsTooLarge() throws Exception {
        cluster.addPartitions("orders", 5);
        start(store(2), Optional.empty(), handling(HandlerOutput.Order.HANDLE_THEN_COMMIT, ROOMY));

        run(wideBatch(5));

        assertThat(seen).hasSize(1);
        assertThat(stored()).isEqualTo(5 * 4);
    }

    @Test
    void aHandlerThatFindsItsBatchTooLargeIsGivenParts() throws Exception {
        start(store, Optional.empty(), handling(HandlerOutput.Order.HANDLE_THEN_COMMIT, 6));

        run(batch(0, 10));

        assertThat(seen).containsExactly(List.of(range(0, 0, 5)), List.of(range(0, 5, 10)));
        assertThat(stored()).isEqualTo(10);
    }

    @Test
    void underAtMostOnceItIsAFailure() {
        start(store, Optional.empty(), handling(HandlerOutput.Order.COMMIT_THEN_HANDLE, 6));

        assertThatThrownBy(() -> run(batch(0, 10)))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("committed already");
        assertThat(seen).isEmpty();
        assertThat(stored()).isEqualTo(10);
    }

    @Test
    void aTransactionOfTooManyPartitionsBecomesSeveralAndNoneHasFewerRecordsOfAPartition() throws Exception {
        cluster.addPartitions("orders", 4);
        Map<String, Long> counts = transactional(2, ROOMY);

        run(wideBatch(4));

        assertThat(seen)
                .containsExactly(List.of(range(0, 0, 4), range(1, 0, 4)), List.of(range(2, 0, 4), range(3, 0, 4)));
        assertThat(counts).hasSize(16).allSatisfy((name, count) -> assertThat(count)
                .isEqualTo(1));
    }

    @Test
    void aTransactionOfTooManyRecordsBecomesSeveral() throws Exception {
        Map<String, Long> counts = transactional(ROOMY, 6);

        run(batch(0, 10));

        assertThat(seen).hasSize(2);
        assertThat(counts).hasSize(10).allSatisfy((name, count) -> assertThat(count)
                .isEqualTo(1));
    }

    private static ModelCluster withTopic() {
        ModelCluster cluster = new ModelCluster();
        cluster.createTopic("orders", 1);
        return cluster;
    }

    private void intoSink(int measurements, int partitions, int records) {
        MetricSink limited = limited(
                MetricSink.class,
                sink,
                measurements,
                argument -> argument instanceof MetricBatch batch
                        ? batch.measurements().size()
                        : 0);
        start(store(partitions), Optional.of(limited), new SinkOutput<>(limited, batch -> measure(batch, records)));
    }

    private HandlerOutput<List<PartitionRange>> handling(HandlerOutput.Order order, int records) {
        return new HandlerOutput<>(
                batch -> {
                    var unused = measure(batch, records);
                },
                order);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Long> transactional(int partitions, int records) {
        Map<String, Long> counts = new HashMap<>();
        TransactionalOffsetStore<Map<String, Long>> limited = limited(
                TransactionalOffsetStore.class,
                new TransactionalModelStore(store, counts),
                partitions,
                SplitBatchesTest::partitions);
        start(
                limited,
                Optional.empty(),
                new TransactionalOutput<List<PartitionRange>, Map<String, Long>>(
                        limited, (batch, rows) -> measure(batch, records)
                                .forEach(one -> rows.merge(one.tags().toString(), 1L, Long::sum))));
        return counts;
    }

    private OffsetStore store(int partitions) {
        return limited(OffsetStore.class, store, partitions, SplitBatchesTest::partitions);
    }

    private static int partitions(Object argument) {
        return argument instanceof OffsetCommit commit ? commit.ranges().size() : 0;
    }

    private List<Measurement> measure(List<PartitionRange> ranges, int most) {
        List<Measurement> each = new ArrayList<>();
        for (PartitionRange range : ranges) {
            for (long offset = range.from(); offset < range.until(); offset++) {
                each.add(Counting.one((int) (1_000L * range.partition().partition() + offset)));
            }
        }
        if (each.size() > most) {
            throw new BatchTooLargeException("the job takes " + most);
        }
        seen.add(ranges);
        return each;
    }

    private void start(OffsetStore offsets, Optional<MetricSink> metrics, BatchOutput<List<PartitionRange>> output) {
        cluster.liveLogs().forEach(log -> log.append(40));
        KeepingSettings settings = KeepingSettings.builder()
                .group(GROUP.value())
                .topics("orders")
                .kafka(Map.of("bootstrap.servers", "model:1"))
                .discoveryInterval(Duration.ZERO)
                .build();
        StreamEvents events = TestEvents.to(new StreamListener() {
            @Override
            public void split(BatchSplit event) {
                splits.add(event);
            }

            @Override
            public void batchCommitted(BatchCommitted event) {
                reports.add(event.report());
            }
        });
        OffsetKeeper keeper = new OffsetKeeper(GROUP, offsets, metrics);
        LeaderEpochs epochs = new LeaderEpochs();
        OffsetKeeper.Resumption resumption =
                new StreamStart(settings, cluster, epochs, keeper, events).resolve(Map.of());
        watch = new LogWatch(settings, cluster, epochs, resumption.starts().offsets());
        runner = new BatchRunner<>(settings, output, keeper, watch, new BatchSize(), events);
        watch.refresh();
        refused.clear();
    }

    private BatchRunner<List<PartitionRange>>.Prepared batch(long from, long until) throws Exception {
        return prepared(List.of(range(0, from, until)));
    }

    /** Four records of each partition. */
    private BatchRunner<List<PartitionRange>>.Prepared wideBatch(int partitions) throws Exception {
        List<PartitionRange> ranges = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            ranges.add(range(partition, 0, 4));
        }
        return prepared(ranges);
    }

    private BatchRunner<List<PartitionRange>>.Prepared prepared(List<PartitionRange> ranges) throws Exception {
        ranges.forEach(range -> watch.formed(range.partition(), 40));
        return runner.prepare(Instant.EPOCH, ranges, part -> part, () -> true);
    }

    private static void run(BatchRunner<List<PartitionRange>>.Prepared batch) throws Exception {
        while (!batch.isEmpty()) {
            Optional<BatchRunner.Rest> part = batch.begin();
            if (part.isPresent()) {
                part.get().finish();
            }
        }
    }

    private static PartitionRange range(int partition, long from, long until) {
        return new PartitionRange(new TopicPartition("orders", partition), from, until);
    }

    private Map<Integer, Long> counted() {
        return Counting.counted(sink, GROUP.value());
    }

    private long stored() {
        return store.load(GROUP, Set.of("orders")).values().stream()
                .mapToLong(StoredOffset::offset)
                .sum();
    }

    private <T> T limited(Class<T> type, T target, int most, ToIntFunction<Object> sizeOf) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (arguments != null && sizeOf.applyAsInt(arguments[0]) > most) {
                        refused.add(method.getName());
                        throw new BatchTooLargeException("Cannot " + method.getName() + ": the model takes " + most);
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
