package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.DecimalMetric;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.test.InMemoryTransactionalStore;
import io.tidemark.test.RestorableSink;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query that writes exactly once: into a sink, by a function and by rows, and in the transaction of its store. */
class ExactlyOnceIT {

    private static final MetricQuery.Totals NUMBERS = new MetricQuery.Totals("numbers", Period.all());
    private static final MetricQuery.Totals SUMS = new MetricQuery.Totals("sums", Period.all());

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private int mostMeasurements = Integer.MAX_VALUE;
    private final RestorableSink sink = new RestorableSink() {
        @Override
        public void write(MetricBatch batch) {
            int measurements = batch.measurements().size();
            if (measurements > mostMeasurements) {
                throw new BatchTooLargeException(measurements + " measurements are more than " + mostMeasurements);
            }
            super.write(batch);
        }
    };
    private final String topic = TestCluster.newTopic(2);

    @TempDir
    private Path folder;

    private TestQuery query = TestQuery.of(Path.of("unset"), topic, store);

    @BeforeEach
    void prepare() {
        query = TestQuery.of(folder.resolve("checkpoint"), topic, store);
        RegisteredStores.register("sink-" + query.group(), sink);
        query.with("tidemark.sink", "registered:sink-" + query.group());
    }

    private static VoidFunction2<Dataset<String>, Long> counting() {
        return QueryOutput.exactlyOnceInto(batch -> measured(batch.collectAsList()));
    }

    private static List<Measurement> measured(List<String> values) {
        return List.of(
                Measurement.timeless("numbers", Map.of(), new MetricValue.Sum(values.size())),
                Measurement.timeless(
                        "sums",
                        Map.of(),
                        new MetricValue.Sum(
                                values.stream().mapToLong(Long::parseLong).sum())));
    }

    @Test
    void everyRecordIsCountedOnceOverRestartsWithAndWithoutCheckpoint() {
        TestCluster.produce(topic, 2, 0, 10);
        query.with("maxOffsetsPerTrigger", "4").runAvailable(counting());
        TestCluster.produce(topic, 2, 10, 10);
        query.runAvailable(counting());
        TestCluster.produce(topic, 2, 20, 10);
        query.at(folder.resolve("another")).runAvailable(counting());

        assertCounted(30);
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 15L, 1, 15L));
        assertThat(query.stored(sink)).isEqualTo(Map.of(0, 15L, 1, 15L));
    }

    @Test
    void aBatchThatWasWrittenBeforeACrashIsNotWrittenAgain() {
        TestCluster.produce(topic, 2, 0, 10);
        AtomicInteger crashes = new AtomicInteger();
        VoidFunction2<Dataset<String>, Long> counting = counting();
        VoidFunction2<Dataset<String>, Long> crashing = (batch, id) -> {
            counting.call(batch, id);
            if (crashes.getAndIncrement() == 0) {
                throw new IllegalStateException("crashed behind the write");
            }
        };

        assertThatThrownBy(() -> query.runAvailable(crashing)).hasMessageContaining("crashed behind the write");
        assertCounted(10);
        TestCluster.produce(topic, 2, 10, 6);
        query.runAvailable(crashing);

        assertCounted(16);
    }

    @Test
    void aBatchThatWasWrittenBeforeACrashIsNotWrittenAgainWithoutItsCheckpoint() {
        TestCluster.produce(topic, 2, 0, 10);
        assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                    counting().call(batch, id);
                    throw new IllegalStateException("crashed behind the write");
                }))
                .hasMessageContaining("crashed behind the write");
        TestCluster.produce(topic, 2, 10, 6);

        query.at(folder.resolve("another")).runAvailable(counting());

        assertCounted(16);
    }

    @Test
    void whatASinkHasLostOfItsLastWritesIsReadAgain() {
        TestCluster.produce(topic, 2, 0, 10);
        query.runAvailable(counting());
        int age = sink.age();
        TestCluster.produce(topic, 2, 10, 10);
        query.runAvailable(counting());
        sink.restore(age);

        query.runAvailable(counting());

        assertCounted(20);
        TestCluster.produce(topic, 2, 20, 10);
        query.runAvailable(counting());
        assertCounted(30);
    }

    @Test
    void aBatchThatIsTooLargeForTheSinkIsReadAgainInSmallerOnes() {
        TestCluster.produce(topic, 2, 0, 50);
        List<Long> batches = new ArrayList<>();
        VoidFunction2<Dataset<String>, Long> output = QueryOutput.<String>exactlyOnceInto(batch -> {
            long count = batch.count();
            if (count > 8) {
                throw new BatchTooLargeException(count + " records are more than 8");
            }
            batches.add(count);
            return measured(batch.collectAsList());
        });

        query.runAvailable(output);

        assertCounted(50);
        assertThat(batches).allMatch(count -> count <= 8).hasSizeLessThan(25);
        TestCluster.produce(topic, 2, 50, 50);
        query.runAvailable(output);
        assertCounted(100);
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 50L, 1, 50L));
    }

    @Test
    void rowsThatAreTooLargeForTheSinkAreReadAgainInSmallerBatches() {
        mostMeasurements = 3;
        TestCluster.produce(topic, 2, 0, 20);

        query.runAvailable(rows(SUMMED.replace(
                        "CAST(CAST(CAST(value AS STRING) AS BIGINT) % 2 AS STRING)", "CAST(value AS STRING)"))
                .writeStream()
                .format("tidemark"));

        assertThat(read(new MetricQuery.Totals("by-parity", Period.all()))).hasSize(20);
        assertThat(query.stored(sink)).isEqualTo(Map.of(0, 10L, 1, 10L));
    }

    @Test
    void aQueryWithStateEndsWithABatchThatIsTooLarge() {
        TestCluster.produce(topic, 2, 0, 20);
        Dataset<String> distinct = query.values().dropDuplicates();

        assertThatThrownBy(() -> query.runAvailable(
                        distinct.writeStream().foreachBatch(QueryOutput.<String>exactlyOnceInto(batch -> {
                            throw new BatchTooLargeException(batch.count() + " records are too many");
                        }))))
                .hasMessageContaining("a query that keeps state or has another source cannot read them again")
                .hasMessageContaining("empty checkpoint directory");
    }

    @Test
    void anotherOutputThanTheSinkIsRefused() {
        TestCluster.produce(topic, 2, 0, 4);

        assertThatThrownBy(() -> query.runAvailable((batch, id) -> batch.count()))
                .hasMessageContaining("it has finished a batch that was not written into the sink");

        assertThat(query.stored(store)).isEqualTo(Map.of(0, 0L, 1, 0L));
    }

    @Test
    void anOutputIntoASinkThatTheSourceDoesNotNameIsRefused() {
        TestCluster.produce(topic, 2, 0, 4);

        assertThatThrownBy(() -> query.without("tidemark.sink").runAvailable(counting()))
                .hasMessageContaining("set tidemark.sink to the URL of the sink at the source");
    }

    @Test
    void aSecondQueryOfTheGroupWritesNothing() {
        TestCluster.produce(topic, 2, 0, 4);

        assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                    String own = query.checkpoint().toString();
                    if (own.endsWith("checkpoint")) {
                        query.at(folder.resolve("second")).runAvailable(counting());
                    }
                    counting().call(batch, id);
                }))
                .hasMessageContaining("OffsetConflictException");

        assertCounted(4);
    }

    @Test
    void rowsOfMetricsAreWrittenOnceOverRestarts() {
        TestCluster.produce(topic, 2, 0, 10);
        query.with("maxOffsetsPerTrigger", "4")
                .runAvailable(rows(SUMMED).writeStream().format("tidemark"));
        TestCluster.produce(topic, 2, 10, 10);
        query.runAvailable(rows(SUMMED).writeStream().format("tidemark"));
        query.at(folder.resolve("another"))
                .runAvailable(rows(SUMMED).writeStream().format("tidemark"));

        Map<SortedMap<String, String>, MetricValue> totals = read(new MetricQuery.Totals("by-parity", Period.all()));
        assertThat(totals)
                .isEqualTo(Map.of(
                        new TreeMap<>(Map.of("parity", "0")), new MetricValue.Sum(90),
                        new TreeMap<>(Map.of("parity", "1")), new MetricValue.Sum(100)));
    }

    @Test
    void rowsOfDecimalsAreExactWithTheScaleOfTheirColumn() {
        TestCluster.produce(topic, 2, 0, 20);

        query.runAvailable(rows("SELECT 'amount' AS metric,"
                        + " CAST(CAST(CAST(value AS STRING) AS BIGINT) + 0.1 AS DECIMAL(18, 2)) AS value,"
                        + " 'sum' AS merge FROM records")
                .writeStream()
                .format("tidemark"));

        DecimalMetric amount = DecimalMetric.of("amount", 2);
        assertThat(read(amount.totals(Period.all())).values()).containsExactly(amount.sum(new BigDecimal("192.00")));
        assertThatThrownBy(() -> query.at(folder.resolve("wide"))
                        .runAvailable(rows("SELECT 'amount' AS metric, CAST(1 AS DECIMAL(38, 19)) AS value,"
                                        + " 'sum' AS merge FROM records")
                                .writeStream()
                                .format("tidemark")))
                .hasMessageContaining("DECIMAL with 0 to 18 places");
    }

    @Test
    void aRowWithAWrongValueNamesItsColumn() {
        TestCluster.produce(topic, 2, 0, 4);

        assertThatThrownBy(() -> query.runAvailable(rows(SUMMED.replace("'sum' AS merge", "'average' AS merge"))
                        .writeStream()
                        .format("tidemark")))
                .hasMessageContaining("column 'merge' is 'average', but must be sum, max, min, last or histogram");
        assertThatThrownBy(() -> query.at(folder.resolve("second"))
                        .runAvailable(rows(SUMMED.replace(
                                        "CAST(CAST(value AS STRING) AS BIGINT) AS value",
                                        "CAST(NULL AS BIGINT) AS value"))
                                .writeStream()
                                .format("tidemark")))
                .hasMessageContaining("column 'value' is null, for metric 'by-parity'");
        assertThat(sink.contents().load(new GroupId(query.group())).values()).allMatch(entry -> entry.offset() == 0);
    }

    @Test
    void rowsOfAnotherShapeAreRefusedAtTheStartWithAllProblems() {
        assertThatThrownBy(() -> query.runAvailable(query.load()
                        .selectExpr("1 AS metric", "CAST(partition AS DOUBLE) AS value", "topic")
                        .writeStream()
                        .format("tidemark")))
                .hasMessageContaining("column 'metric' is of type INT, but must be STRING")
                .hasMessageContaining("column 'value' is of type DOUBLE, but must be BIGINT")
                .hasMessageContaining("there is no column 'topic'")
                .hasMessageContaining("column 'merge' is missing");
    }

    @Test
    void theJobsWorkAndTheOffsetsAreOneTransactionOfTheStore() {
        Map<String, Long> counts = new HashMap<>();
        InMemoryTransactionalStore transactions = new InMemoryTransactionalStore(store, counts);
        RegisteredStores.register(query.group(), transactions);
        query.without("tidemark.sink").with("tidemark.output", "exactly-once-with-store");
        VoidFunction2<Dataset<String>, Long> output = QueryOutput.exactlyOnceWith(Map.class, (batch, tables) -> {
            @SuppressWarnings("unchecked")
            Map<String, Long> table = tables;
            table.merge("numbers", batch.count(), Long::sum);
        });
        TestCluster.produce(topic, 2, 0, 10);

        assertThatThrownBy(() -> query.runAvailable((batch, id) -> {
                    output.call(batch, id);
                    throw new IllegalStateException("crashed behind the commit");
                }))
                .hasMessageContaining("crashed behind the commit");
        TestCluster.produce(topic, 2, 10, 6);
        query.runAvailable(output);
        query.at(folder.resolve("another")).runAvailable(output);

        assertThat(counts).isEqualTo(Map.of("numbers", 16L));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 8L, 1, 8L));
    }

    @Test
    void aStoreWithoutTransactionsIsRefusedForThem() {
        query.without("tidemark.sink").with("tidemark.output", "exactly-once-with-store");

        assertThatThrownBy(() -> query.runAvailable(counting())).hasMessageContaining("has no transactions");
    }

    @Test
    void aLedgerThatAnOperatorMovedIsNotOverruledByTheCheckpoint() {
        TestCluster.produce(topic, 2, 0, 10);
        query.runAvailable(counting());
        query.move(sink, new TopicPartition(topic, 0), 5, 2);

        assertThatThrownBy(() -> query.runAvailable(counting()))
                .hasMessageContaining("Cannot start the query of group " + query.group());
        assertCounted(10);
    }

    private static final String SUMMED =
            "SELECT 'by-parity' AS metric, map('parity', CAST(CAST(CAST(value AS STRING) AS BIGINT) % 2 AS STRING)) AS tags,"
                    + " CAST(CAST(value AS STRING) AS BIGINT) AS value, 'sum' AS merge FROM records";

    private Dataset<Row> rows(String select) {
        query.load().createOrReplaceTempView("records");
        return TestSpark.session().sql(select);
    }

    private void assertCounted(int records) {
        assertThat(read(NUMBERS).values()).containsExactly(new MetricValue.Sum(records));
        assertThat(read(SUMS).values()).containsExactly(new MetricValue.Sum(records * (records - 1L) / 2));
    }

    private Map<SortedMap<String, String>, MetricValue> read(MetricQuery.Totals totals) {
        MetricReader reader = sink.contents();
        MetricSnapshot snapshot = reader.read(new GroupId(query.group()), List.of(totals));
        return snapshot.totals(totals);
    }
}
