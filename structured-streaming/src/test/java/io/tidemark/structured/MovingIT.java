package io.tidemark.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A query moves from Spark's own source to Tidemark: with the offsets of its checkpoint, which {@code bin/tidemark
 * import} reads from the files that are checked here.
 */
@Tag("long")
class MovingIT {

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final String topic = TestCluster.newTopic(2);
    private final Map<String, Long> counts = Collections.synchronizedMap(new TreeMap<>());

    @TempDir
    private Path folder;

    private Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    private TestQuery query() {
        return TestQuery.of(checkpoint(), topic, store);
    }

    private Dataset<Row> plain() {
        return TestSpark.session()
                .readStream()
                .format("kafka")
                .option("kafka.bootstrap.servers", TestCluster.kafka().bootstrapServers())
                .option("subscribe", topic)
                .option("startingOffsets", "earliest")
                .option("maxOffsetsPerTrigger", "4")
                .load();
    }

    /** Counts by parity, in the query's state. */
    private void count(TestQuery runner, Dataset<Row> records) {
        runner.runAvailable(records.groupBy(functions
                        .expr("CAST(CAST(value AS STRING) AS BIGINT) % 2")
                        .as("parity"))
                .count()
                .writeStream()
                .outputMode(OutputMode.Update())
                .foreachBatch((Dataset<Row> batch, Long id) -> batch.collectAsList()
                        .forEach(row -> counts.put(Long.toString(row.getLong(0)), row.getLong(1)))));
    }

    /** As the tool does. */
    private void importInto(GroupId group) {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        LastBatch last = Checkpoint.of(checkpoint().toUri() + "/sources/0", new Configuration())
                .lastBatch()
                .orElseThrow();
        assertThat(last.finished()).isTrue();
        last.until().forEach((partition, offset) -> first.put(partition, StoredOffset.of(offset)));
        store.initialize(group, first);
    }

    private static Map<Integer, Long> offsets(String json) {
        Map<Integer, Long> offsets = new TreeMap<>();
        Positions.parse(json).offsets().forEach((partition, offset) -> offsets.put(partition.partition(), offset));
        return offsets;
    }

    @Test
    void aQueryWithStateContinuesWithItsCheckpointAndAnotherSource() throws IOException {
        TestCluster.produce(topic, 2, 0, 10);
        TestQuery query = query();
        count(query, plain());
        assertThat(counts).isEqualTo(Map.of("0", 5L, "1", 5L));
        // the files that the tool reads
        List<String> batch = Files.readAllLines(checkpoint().resolve("offsets").resolve("2"));
        assertThat(batch).hasSize(3).startsWith("v1");
        assertThat(offsets(batch.get(2))).isEqualTo(Map.of(0, 5L, 1, 5L));
        assertThat(checkpoint().resolve("commits").resolve("2")).exists();
        String first =
                Files.readString(checkpoint().resolve("sources").resolve("0").resolve("0"));
        assertThat(first.replace("\0", "")).startsWith("v1\n");
        assertThat(offsets(first.substring(first.indexOf('\n') + 1))).isEqualTo(Map.of(0, 0L, 1, 0L));
        importInto(new GroupId(query.group()));
        TestCluster.produce(topic, 2, 10, 4);

        count(query, query.load());

        assertThat(counts).isEqualTo(Map.of("0", 7L, "1", 7L));
        assertThat(query.stored(store)).isEqualTo(Map.of(0, 7L, 1, 7L));
        // and back
        TestCluster.produce(topic, 2, 14, 2);
        count(query, plain());
        assertThat(counts).isEqualTo(Map.of("0", 8L, "1", 8L));
    }

    @Test
    void aQueryWithoutStateContinuesFromTheStoreWithANewCheckpoint() {
        TestCluster.produce(topic, 2, 0, 10);
        TestQuery query = query();
        query.runAvailable(plain().writeStream().format("noop"));
        importInto(new GroupId(query.group()));
        TestCluster.produce(topic, 2, 10, 4);
        List<String> read = new ArrayList<>();

        query.at(folder.resolve("another")).runAvailable(read);

        assertThat(read).containsExactlyInAnyOrderElementsOf(TestQuery.numbers(10, 4));
    }
}
