package io.tidemark.structured;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** A query of a test: its options, its checkpoint directory, and how it is run. */
final class TestQuery {

    private final Map<String, String> options = new HashMap<>();
    private Path checkpoint;

    private TestQuery(Path checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** A query of a new group on a topic, with a store that the test has made. */
    static TestQuery of(Path checkpoint, String topic, OffsetStore store) {
        String group = "g-" + UUID.randomUUID();
        RegisteredStores.register(group, store);
        return new TestQuery(checkpoint)
                .with("kafka.bootstrap.servers", TestCluster.kafka().bootstrapServers())
                .with("subscribe", topic)
                .with("tidemark.group", group)
                .with("tidemark.store", "registered:" + group);
    }

    TestQuery with(String option, String value) {
        options.put(option, value);
        return this;
    }

    TestQuery without(String option) {
        options.remove(option);
        return this;
    }

    /** The same query with another checkpoint directory. */
    TestQuery at(Path other) {
        checkpoint = other;
        return this;
    }

    String group() {
        return options.getOrDefault("tidemark.group", "");
    }

    Dataset<Row> load() {
        return TestSpark.session()
                .readStream()
                .format("tidemark")
                .options(options)
                .load();
    }

    /** The values of the records as text. */
    Dataset<String> values() {
        return load().selectExpr("CAST(value AS STRING)").as(Encoders.STRING());
    }

    /** Runs an output over everything that the topic holds now. */
    <T> void runAvailable(DataStreamWriter<T> writer) {
        await(start(writer.option("checkpointLocation", checkpoint.toString()).trigger(Trigger.AvailableNow())));
    }

    DataStreamWriter<String> writer(VoidFunction2<Dataset<String>, Long> output) {
        return values().writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(output);
    }

    /** Starts it until it is stopped. */
    StreamingQuery start(VoidFunction2<Dataset<String>, Long> output) {
        return start(writer(output));
    }

    static <T> StreamingQuery start(DataStreamWriter<T> writer) {
        try {
            return writer.start();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static void stop(StreamingQuery query) {
        try {
            query.stop();
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs it over everything that the topic holds now. */
    void runAvailable(VoidFunction2<Dataset<String>, Long> output) {
        await(start(writer(output).trigger(Trigger.AvailableNow())));
    }

    /** Adds the values that it reads. */
    void runAvailable(List<String> into) {
        runAvailable((batch, id) -> into.addAll(batch.collectAsList()));
    }

    Path checkpoint() {
        return checkpoint;
    }

    /** The stored offsets of the group's topic, by partition. */
    Map<Integer, Long> stored(OffsetStore store) {
        Map<Integer, Long> stored = new TreeMap<>();
        store.load(new GroupId(group()))
                .forEach((partition, entry) -> stored.put(partition.partition(), entry.offset()));
        return stored;
    }

    /** Moves a stored offset, as an operator does. */
    void move(OffsetStore store, TopicPartition partition, long from, long to) {
        GroupId group = new GroupId(group());
        StoredOffset entry = store.load(group).getOrDefault(partition, StoredOffset.of(from));
        StoredOffset next = new StoredOffset(to, entry.identity(), Optional.empty());
        store.reposition(
                new OffsetReposition(group, Map.of(partition, OffsetReposition.Move.to(entry, next)), List.of()));
    }

    /** The values of some records, as the test cluster makes them. */
    static List<String> numbers(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(Integer::toString).toList();
    }

    /** Waits for the end, and throws what the query failed of. */
    static void await(StreamingQuery query) {
        try {
            query.awaitTermination();
        } catch (StreamingQueryException e) {
            throw new QueryFailed(e);
        }
    }

    /** A query failed; its cause is the reason. */
    static final class QueryFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        QueryFailed(StreamingQueryException e) {
            super(messages(e), e);
        }

        /** Spark wraps what it did not expect. */
        private static String messages(Throwable thrown) {
            StringBuilder all = new StringBuilder();
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                all.append(cause.getClass().getSimpleName())
                        .append(": ")
                        .append(cause.getMessage())
                        .append('\n');
            }
            return all.toString();
        }
    }
}
