package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.RecordsLost;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.event.StreamState;
import io.tidemark.stream.internal.Causes;
import io.tidemark.test.InMemoryTransactionalStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.Iterator;

/** Queries that are started by method calls. */
class ManagedQueryIT {

    private static final MetricQuery.Totals NUMBERS = new MetricQuery.Totals("numbers", Period.all());

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(2);
    private final String group = "managed-" + UUID.randomUUID();
    private final Events events = new Events();
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());

    @TempDir
    private Path folder;

    private QuerySettings.Builder settings() {
        return QuerySettings.builder()
                .group(group)
                .topics(topic)
                .kafka(TestCluster.params())
                .checkpoint(folder.resolve("checkpoint").toString())
                .batchInterval(Duration.ofMillis(200))
                .listener(events);
    }

    private QueryStarter<String> values(OffsetStore of, QuerySettings settings) {
        return ManagedQuery.of(TestSpark.session(), of, settings).transform(ManagedQueryIT::text);
    }

    private static Dataset<String> text(Dataset<Row> records) {
        return records.selectExpr("CAST(value AS STRING)").as(Encoders.STRING());
    }

    private VoidFunction2<Dataset<String>, Long> reading() {
        return (batch, id) -> read.addAll(batch.collectAsList());
    }

    @Test
    void aQueryTellsItsEventsAndItsProgressToItsEnd() throws Exception {
        TestCluster.produce(topic, 2, 0, 10);
        ManagedQuery query = values(store, settings().build()).atLeastOnce(reading());
        assertThat(events.told).startsWith("started");
        eventually(() -> stored().equals(Map.of(0, 5L, 1, 5L)));
        eventually(() -> query.lag().equals(Map.of(partition(0), 0L, partition(1), 0L)));
        Map<String, Metric> health = health();

        assertThat(query.isRunning()).isTrue();
        assertThat(query.lastProgress().state()).isEqualTo(StreamState.RUNNING);
        assertThat(query.lastProgress().records()).isEqualTo(10);
        assertThat(query.lastProgress().lastBatch().orElseThrow().ranges()).isNotEmpty();
        assertThat(counted("records")).isEqualTo(10);
        assertThat(lagOfTheTopic()).isEqualTo(0L);
        assertThat(health.keySet())
                .contains(
                        "batches",
                        "conflicts",
                        "lost",
                        "lostUnknown",
                        "replayed",
                        "restarts",
                        "splits",
                        "processing",
                        "writing",
                        "committing");
        assertThat(query.stop(Duration.ofSeconds(30))).isTrue();
        query.awaitTermination();

        assertThat(query.isRunning()).isFalse();
        assertThat(query.lastProgress().state()).isEqualTo(StreamState.STOPPED);
        assertThat(query.lag()).isEmpty();
        assertThat(events.told).endsWith("ended");
        assertThat(read).containsExactlyInAnyOrderElementsOf(TestQuery.numbers(0, 10));
        assertThat(health()).isEmpty();
    }

    @Test
    void aStopFinishesAndStoresTheBatchThatRuns() throws Exception {
        TestCluster.produce(topic, 2, 0, 4);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch may = new CountDownLatch(1);
        ManagedQuery query = values(store, settings().build()).atLeastOnce((batch, id) -> {
            running.countDown();
            may.await();
            read.addAll(batch.collectAsList());
        });
        running.await();
        Thread release = new Thread(may::countDown);
        TestCluster.produce(topic, 2, 4, 4);
        release.start();

        assertThat(query.stop(Duration.ofSeconds(30))).isTrue();

        assertThat(read).containsExactlyInAnyOrderElementsOf(TestQuery.numbers(0, 4));
        assertThat(stored()).isEqualTo(Map.of(0, 2L, 1, 2L));
    }

    @Test
    void aBatchThatOutlivesItsStopIsCutOffAndNotStored() throws Exception {
        TestCluster.produce(topic, 2, 0, 4);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ManagedQuery query = values(store, settings().build()).atLeastOnce((batch, id) -> {
            running.countDown();
            never.await();
        });
        running.await();

        assertThat(query.stop(Duration.ofMillis(300))).isFalse();

        assertThat(query.isRunning()).isFalse();
        assertThat(stored()).isEqualTo(Map.of(0, 0L, 1, 0L));
    }

    @Test
    void aStopWhileTheClusterIsAskedIsNoFailure() throws Exception {
        // no pause between two polls: the stop interrupts one of them
        for (int stop = 0; stop < 5; stop++) {
            ManagedQuery query = values(
                            store, settings().trigger(Trigger.ProcessingTime(0)).build())
                    .atLeastOnce(reading());
            query.close();
            query.awaitTermination();
            assertThat(query.lastProgress().state()).isEqualTo(StreamState.STOPPED);
            StreamingQuery plain = TestQuery.of(folder.resolve("plain-" + stop), topic, new InMemoryOffsetStore())
                    .start((batch, id) -> {});
            TestQuery.stop(plain);
            assertThat(plain.exception().isEmpty()).isTrue();
        }
    }

    @Test
    void aStopFromTheHandlerFinishesItsBatch() throws Exception {
        TestCluster.produce(topic, 2, 0, 4);
        ManagedQuery[] own = new ManagedQuery[1];
        CountDownLatch assigned = new CountDownLatch(1);
        own[0] = values(store, settings().build()).atLeastOnce((batch, id) -> {
            assigned.await();
            read.addAll(batch.collectAsList());
            assertThat(own[0].stop(Duration.ofSeconds(30))).isFalse();
        });
        assigned.countDown();

        own[0].awaitTermination();

        assertThat(read).hasSize(4);
        assertThat(stored()).isEqualTo(Map.of(0, 2L, 1, 2L));
    }

    @Test
    void aListenerStopsTheQuery() throws Exception {
        TestCluster.produce(topic, 2, 0, 4);
        QuerySettings settings = settings()
                .listener(new StreamListener() {
                    @Override
                    public void batchCommitted(BatchCommitted event) {
                        event.stop();
                    }
                })
                .build();

        values(store, settings).atLeastOnce(reading()).awaitTermination();

        assertThat(stored()).isEqualTo(Map.of(0, 2L, 1, 2L));
    }

    @Test
    void aFailedBatchIsRepeatedByARestartAndEverythingIsReadOnceMore() throws Exception {
        TestCluster.produce(topic, 2, 0, 6);
        AtomicInteger failures = new AtomicInteger();
        QuerySettings settings = settings()
                .trigger(Trigger.AvailableNow())
                .restarts(RestartPolicy.times(3).withDelays(Duration.ZERO, Duration.ZERO))
                .build();

        ManagedQuery query = values(store, settings).atLeastOnce((batch, id) -> {
            if (failures.getAndIncrement() < 2) {
                throw new IllegalStateException("the output fails");
            }
            read.addAll(batch.collectAsList());
        });
        query.awaitTermination();

        assertThat(read).containsExactlyInAnyOrderElementsOf(TestQuery.numbers(0, 6));
        assertThat(query.lastProgress().restarts()).isEqualTo(2);
        assertThat(events.told).containsSubsequence("started", "failed", "started", "failed", "started", "committed");
        assertThat(stored()).isEqualTo(Map.of(0, 3L, 1, 3L));
    }

    /** Of two drivers with one checkpoint, Spark ends the one that was paused; a restart would take the group back. */
    @Test
    void aQueryWhoseSuccessorHasGoneOnWithItsCheckpointEndsInAConflict() throws Exception {
        TestCluster.produce(topic, 2, 0, 4);
        QuerySettings settings = settings()
                .restarts(RestartPolicy.times(3).withDelays(Duration.ZERO, Duration.ZERO))
                .build();
        ManagedQuery query = values(store, settings).atLeastOnce(reading());
        eventually(() -> stored().equals(Map.of(0, 2L, 1, 2L)));
        // the successor logs the next batch and commits it
        Path offsets = folder.resolve("checkpoint").resolve("offsets");
        Files.copy(offsets.resolve("0"), offsets.resolve("1"));
        StoredOffset entry =
                Objects.requireNonNull(store.load(new GroupId(group)).get(partition(0)));
        StoredOffset next = new StoredOffset(4, entry.identity(), Optional.empty());
        store.reposition(new OffsetReposition(
                new GroupId(group), Map.of(partition(0), OffsetReposition.Move.to(entry, next)), List.of()));
        TestCluster.produce(topic, 2, 4, 4);

        assertThatThrownBy(query::awaitTermination)
                .satisfies(thrown -> assertThat(Causes.find(thrown, OffsetConflictException.class))
                        .isPresent());
        assertThat(events.told).containsOnlyOnce("started");
        assertThat(query.lastProgress().restarts()).isZero();
    }

    @Test
    void aFailureThatIsNotRestartedNamesTheBatchAndStaysInTheNumbers() {
        TestCluster.produce(topic, 2, 0, 6);
        ManagedQuery query = values(store, settings().build()).atLeastOnce((batch, id) -> {
            throw new IllegalStateException("the output fails");
        });

        assertThatThrownBy(query::awaitTermination)
                .isInstanceOfSatisfying(BatchFailedException.class, failed -> assertThat(failed.ranges())
                        .hasSize(2))
                .hasStackTraceContaining("the output fails");
        assertThat(query.lastProgress().state()).isEqualTo(StreamState.FAILED);
        assertThat(events.told).containsExactly("started", "failed", "ended");
    }

    @Test
    void whatASourceRefusesIsThrownByTheStart() {
        TestCluster.produce(topic, 2, 0, 6);
        TestCluster.deleteRecords(topic, 0, 2);
        store.initialize(new GroupId(group), Map.of(partition(0), io.tidemark.offset.StoredOffset.of(1)));

        assertThatThrownBy(() -> values(store, settings().build()).atLeastOnce(reading()))
                .isInstanceOf(OffsetVerificationException.class);
        assertThat(read).isEmpty();
        assertThat(health()).isEmpty();
    }

    @Test
    void aLossByPolicyIsToldAndCounted() throws Exception {
        TestCluster.produce(topic, 2, 0, 6);
        TestCluster.deleteRecords(topic, 0, 2);
        store.initialize(
                new GroupId(group),
                Map.of(
                        partition(0),
                        io.tidemark.offset.StoredOffset.of(1),
                        partition(1),
                        io.tidemark.offset.StoredOffset.of(0)));

        ManagedQuery query = values(
                        store, settings().outOfRange(OutOfRangePolicy.EARLIEST).build())
                .atLeastOnce(reading());
        eventually(() -> stored().equals(Map.of(0, 3L, 1, 3L)));

        assertThat(events.told).contains("lost");
        assertThat(counted("lost")).isEqualTo(1);
        query.close();
    }

    @Test
    void aConflictEndsTheQueryWithoutARestartAndStaysInTheNumbers() throws Exception {
        TestCluster.produce(topic, 2, 0, 4);
        QuerySettings settings = settings().restarts(RestartPolicy.times(5)).build();
        ManagedQuery query = values(store, settings).atLeastOnce((batch, id) -> {
            QuerySettings second = settings()
                    .checkpoint(folder.resolve("second").toString())
                    .trigger(Trigger.AvailableNow())
                    .build();
            values(store, second).atLeastOnce(reading()).awaitTermination();
        });

        assertThatThrownBy(query::awaitTermination).hasStackTraceContaining(OffsetConflictException.class.getName());
        assertThat(query.lastProgress().restarts()).isZero();
    }

    @Test
    void metricsAreCountedOnceOverARestart() throws Exception {
        InMemoryMetricSink sink = new InMemoryMetricSink();
        TestCluster.produce(topic, 2, 0, 10);
        AtomicInteger failures = new AtomicInteger();
        QuerySettings settings = settings()
                .trigger(Trigger.AvailableNow())
                .maxRecordsPerBatch(4)
                .restarts(RestartPolicy.times(3).withDelays(Duration.ZERO, Duration.ZERO))
                .build();

        values(store, settings)
                .exactlyOnceInto(sink, batch -> {
                    if (failures.getAndIncrement() == 1) {
                        throw new IllegalStateException("the measuring fails");
                    }
                    return List.of(Measurement.timeless("numbers", Map.of(), new MetricValue.Sum(batch.count())));
                })
                .awaitTermination();

        assertThat(sink.read(new GroupId(group), List.of(NUMBERS))
                        .totals(NUMBERS)
                        .values())
                .containsExactly(new MetricValue.Sum(10));
        assertThat(stored()).isEqualTo(Map.of(0, 5L, 1, 5L));
    }

    @Test
    void rowsOfMetricsAreCountedOnce() throws Exception {
        InMemoryMetricSink sink = new InMemoryMetricSink();
        TestCluster.produce(topic, 2, 0, 10);

        ManagedQuery.of(
                        TestSpark.session(),
                        store,
                        settings().trigger(Trigger.AvailableNow()).build())
                .transform(records -> records.selectExpr("'numbers' AS metric", "1L AS value", "'sum' AS merge"))
                .exactlyOnceRowsInto(sink)
                .awaitTermination();

        assertThat(sink.read(new GroupId(group), List.of(NUMBERS))
                        .totals(NUMBERS)
                        .values())
                .containsExactly(new MetricValue.Sum(10));
    }

    @Test
    void theJobsWorkIsInTheTransactionOfTheStore() throws Exception {
        Map<String, Long> counts = new HashMap<>();
        InMemoryTransactionalStore transactions = new InMemoryTransactionalStore(store, counts);
        TestCluster.produce(topic, 2, 0, 10);

        ManagedQuery.of(
                        TestSpark.session(),
                        transactions,
                        settings().trigger(Trigger.AvailableNow()).build())
                .transform(ManagedQueryIT::text)
                .exactlyOnceWith((batch, table) -> table.merge("numbers", batch.count(), Long::sum))
                .awaitTermination();

        assertThat(counts).isEqualTo(Map.of("numbers", 10L));
        assertThat(stored()).isEqualTo(Map.of(0, 5L, 1, 5L));
    }

    @Test
    void theOutputMayBeAnySinkOfSparks() throws Exception {
        TestCluster.produce(topic, 2, 0, 10);
        String files = folder.resolve("files").toString();

        values(
                        store,
                        settings()
                                .trigger(Trigger.AvailableNow())
                                .startPosition(StartPosition.at(Map.of(partition(0), 2L, partition(1), 3L)))
                                .option("minPartitions", "4")
                                .name("to-files")
                                .build())
                .atLeastOnceInto(writer -> writer.format("text").option("path", files))
                .awaitTermination();

        assertThat(TestSpark.session().read().text(files).as(Encoders.STRING()).collectAsList())
                .containsExactlyInAnyOrder("4", "6", "8", "7", "9");
        assertThat(stored()).isEqualTo(Map.of(0, 5L, 1, 5L));
    }

    @Test
    void theNumbersOfOneGroupStayWhenAGroupWithTheBeginningOfItsNameEnds() throws Exception {
        ManagedQuery other = values(
                        new InMemoryOffsetStore(),
                        QuerySettings.builder()
                                .group(group + "-2")
                                .topics(topic)
                                .kafka(TestCluster.params())
                                .checkpoint(folder.resolve("other").toString())
                                .build())
                .atLeastOnce(reading());
        ManagedQuery query = values(store, settings().build()).atLeastOnce(reading());
        assertThat(health()).isNotEmpty();
        query.close();

        eventually(() -> health().isEmpty());
        assertThat(health(group + "-2"))
                .containsKeys("batches", "lag." + topic, "partitionLag." + topic + ".0", "lagSeconds", "lastCommit");
        other.close();
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(condition);
    }

    private Map<Integer, Long> stored() {
        Map<Integer, Long> stored = new TreeMap<>();
        store.load(new GroupId(group)).forEach((partition, entry) -> stored.put(partition.partition(), entry.offset()));
        return stored;
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private Map<String, Metric> health() {
        return health(group);
    }

    private long counted(String name) {
        return ((Counter) Objects.requireNonNull(health().get(name), name)).getCount();
    }

    private Object lagOfTheTopic() {
        return ((Gauge<?>) Objects.requireNonNull(health().get("lag." + topic), "lag")).getValue();
    }

    /** A group's numbers in Spark's metrics system, without the name of the group. */
    static Map<String, Metric> health(String group) {
        Map<String, Metric> found = new TreeMap<>();
        Iterator<Source> sources =
                SparkEnv.get().metricsSystem().getSourcesByName("tidemark").iterator();
        while (sources.hasNext()) {
            sources.next().metricRegistry().getMetrics().forEach((name, metric) -> {
                if (name.startsWith(group + ".")) {
                    found.put(name.substring(group.length() + 1), metric);
                }
            });
        }
        return found;
    }

    /** The names of the events in their order. */
    private static final class Events implements StreamListener {

        private final List<String> told = Collections.synchronizedList(new ArrayList<>());

        private void note(StreamEvent event, String name) {
            assertThat(event.group().value()).startsWith("managed-");
            told.add(name);
        }

        @Override
        public void started(StreamStarted event) {
            note(event, "started");
        }

        @Override
        public void batchCommitted(BatchCommitted event) {
            note(event, "committed");
        }

        @Override
        public void lost(RecordsLost event) {
            note(event, "lost");
        }

        @Override
        public void failed(StreamFailed event) {
            note(event, "failed");
        }

        @Override
        public void ended(StreamEnded event) {
            note(event, "ended");
        }
    }
}
