package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries with state, which lies in their checkpoint: with it, without it, and with a new one. */
@Tag("long")
class StateIT {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(2);

    @TempDir
    private Path folder;

    private final Map<String, Long> counts = Collections.synchronizedMap(new TreeMap<>());

    private TestQuery query() {
        return TestQuery.of(folder.resolve("checkpoint"), topic, store);
    }

    /** Counts by parity, in the state of an aggregation. */
    private void count(TestQuery query) {
        query.runAvailable(query.values()
                .groupBy(functions.expr("CAST(value AS BIGINT) % 2").as("parity"))
                .count()
                .writeStream()
                .outputMode(OutputMode.Update())
                .foreachBatch((Dataset<Row> batch, Long id) -> batch.collectAsList()
                        .forEach(row -> counts.put(Long.toString(row.getLong(0)), row.getLong(1)))));
    }

    @Test
    void withItsCheckpointTheStateContinuesAndTheStoreFollows() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 10);
        count(query);
        TestCluster.produce(topic, 2, 10, 10);

        count(query);

        assertThat(counts).isEqualTo(Map.of("0", 10L, "1", 10L));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 10L, 1, 10L));
    }

    @Test
    void withoutItsCheckpointItDoesNotStartUnlessItsOwnerAccepts() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 10);
        count(query);
        TestCluster.produce(topic, 2, 10, 10);
        query.at(folder.resolve("another")).with("startingOffsets", "earliest");

        assertThatThrownBy(() -> count(query))
                .hasMessageContaining("Cannot start the query of group " + query.group())
                .hasMessageContaining("startingOffsets is set, but")
                .hasMessageContaining("the query keeps state (aggregation), and its checkpoint is empty, but")
                .hasMessageContaining("tidemark.emptyState to continue");
        assertThat(counts).isEqualTo(Map.of("0", 5L, "1", 5L));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 5L, 1, 5L));
        count(query.without("startingOffsets").with("tidemark.emptyState", "continue"));

        // only what came after, because the state was accepted as empty
        assertThat(counts).isEqualTo(Map.of("0", 5L, "1", 5L));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 10L, 1, 10L));
        TestCluster.produce(topic, 2, 20, 2);
        count(query.without("tidemark.emptyState"));
        assertThat(counts).isEqualTo(Map.of("0", 6L, "1", 6L));
    }

    @Test
    void aStartThatDiedBeforeItsFirstBatchIsNotTakenForALostCheckpoint() {
        TestQuery query = query().with("startingOffsets", "earliest");
        // an empty topic: the source resumes, and Spark plans no batch
        count(query);
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 0L, 1, 0L));
        TestCluster.produce(topic, 2, 0, 4);

        count(query);

        assertThat(counts).isEqualTo(Map.of("0", 2L, "1", 2L));
    }

    /** The kinds of state that a query can have. */
    enum Kind {
        AGGREGATION("aggregation") {
            @Override
            DataStreamWriter<?> writer(Dataset<Row> records) {
                return records.withWatermark("timestamp", "1 minute")
                        .groupBy(functions.window(functions.col("timestamp"), "10 minutes"))
                        .count()
                        .writeStream()
                        .outputMode(OutputMode.Update());
            }
        },
        DEDUPLICATION("dropDuplicates") {
            @Override
            DataStreamWriter<?> writer(Dataset<Row> records) {
                return records.dropDuplicates("value").writeStream();
            }
        },
        DEDUPLICATION_WITHIN_WATERMARK("dropDuplicatesWithinWatermark") {
            @Override
            DataStreamWriter<?> writer(Dataset<Row> records) {
                return records.withWatermark("timestamp", "1 minute")
                        .dropDuplicatesWithinWatermark(new String[] {"value"})
                        .writeStream();
            }
        },
        GROUPS("flatMapGroupsWithState") {
            @Override
            DataStreamWriter<?> writer(Dataset<Row> records) {
                return records.selectExpr("CAST(value AS STRING)")
                        .as(Encoders.STRING())
                        .groupByKey((MapFunction<String, String>) value -> value, Encoders.STRING())
                        .flatMapGroupsWithState(
                                (FlatMapGroupsWithStateFunction<String, String, Long, String> & Serializable)
                                        (key, values, state) -> Kind.seen(key, state),
                                OutputMode.Append(),
                                Encoders.LONG(),
                                Encoders.STRING(),
                                GroupStateTimeout.NoTimeout())
                        .writeStream();
            }
        };

        private final String name;

        Kind(String name) {
            this.name = name;
        }

        private static java.util.Iterator<String> seen(String key, GroupState<Long> state) {
            state.update(1L);
            return List.of(key).iterator();
        }

        abstract DataStreamWriter<?> writer(Dataset<Row> records);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindOfStateIsRecognised(Kind kind) {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 2);
        query.runAvailable(kind.writer(query.load()).format("noop"));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 1L, 1, 1L));

        assertThatThrownBy(() -> query.at(folder.resolve("another"))
                        .runAvailable(kind.writer(query.load()).format("noop")))
                .hasMessageContaining("the query keeps state (" + kind.name + ")");
    }

    @Test
    void aJoinOfTwoStreamsKeepsStateAndAJoinWithATableDoesNot() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 4);
        TestQuery second = TestQuery.of(folder, topic, store);
        query.runAvailable(joined(query, second).writeStream().format("noop"));

        assertThatThrownBy(() -> query.at(folder.resolve("another"))
                        .runAvailable(joined(query, second).writeStream().format("noop")))
                .hasMessageContaining("the query keeps state (join of two streams)");
        Dataset<Row> table = TestSpark.session().range(3).selectExpr("CAST(id AS STRING) AS id");
        query.at(folder.resolve("third"))
                .runAvailable(query.values()
                        .join(table, functions.expr("value = id"))
                        .writeStream()
                        .format("noop"));
    }

    private static Dataset<Row> joined(TestQuery one, TestQuery other) {
        return one.load()
                .selectExpr("CAST(value AS STRING) AS a")
                .join(other.load().selectExpr("CAST(value AS STRING) AS b"), functions.expr("a = b"));
    }

    @Test
    void anAggregationWithinEachBatchIsNoState() {
        TestQuery query = query();
        TestCluster.produce(topic, 2, 0, 4);
        query.runAvailable((batch, id) -> batch.groupBy("value").count().collect());
        TestCluster.produce(topic, 2, 4, 4);

        query.at(folder.resolve("another"))
                .runAvailable((batch, id) ->
                        counts.put("read", batch.groupBy("value").count().count()));

        assertThat(counts).isEqualTo(Map.of("read", 4L));
    }
}
