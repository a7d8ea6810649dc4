package io.tidemark.bench.costs;

import io.tidemark.bench.costs.StructuredCommand.Part;
import io.tidemark.offset.OffsetStore;
import io.tidemark.structured.RegisteredStores;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Measures a query that reads all columns of its records and discards them, so that nothing but the source takes time.
 * A batch takes from the start of its trigger until the start of the next one: with the planning, Spark's checkpoint,
 * and the commit to the store, which follows the batch.
 */
final class StructuredCosts {

    private static final String STORE = "structured-costs";
    /** The first batches of a run connect and compile. */
    private static final int FIRST = 3;

    /** A round. In this order neither source gains from a Java virtual machine that becomes faster meanwhile. */
    private static final List<Source> TURNS = List.of(Source.KAFKA, Source.TIDEMARK, Source.TIDEMARK, Source.KAFKA);

    private final SparkSession spark;
    private final Servers servers;
    private final PrintStream out;
    private int runs;

    StructuredCosts(SparkSession spark, OffsetStore store, Servers servers, PrintStream out) {
        this.spark = spark;
        this.servers = servers;
        this.out = out;
        RegisteredStores.register(STORE, store);
        spark.conf().set("spark.sql.streaming.numRecentProgressUpdates", 10_000);
    }

    private enum Source {
        KAFKA,
        TIDEMARK
    }

    void print(int partitions, List<Part> parts, int rounds) throws Exception {
        Table table = Table.begin(
                out,
                "A batch of Structured Streaming: milliseconds from one trigger to the next, medians; the difference is"
                        + " that within a round, its median and its range",
                List.of(
                        "source",
                        "partitions",
                        "records",
                        "batches",
                        "batch",
                        "more than kafka",
                        "in the rounds",
                        "records a second",
                        "of kafka"));
        Path folder = Files.createTempDirectory("structured-costs-");
        long most = parts.stream()
                .mapToLong(part -> part.records() * (FIRST + part.batches() + 1))
                .max()
                .orElseThrow();
        Partitions topic = new Partitions("structured", partitions);
        topic.create(servers.kafka());
        GeneratedTopic.fill(servers.kafka().bootstrapServers(), topic, most / partitions);
        for (Part part : parts) {
            Map<Source, Samples> batches = new EnumMap<>(Source.class);
            Arrays.stream(Source.values()).forEach(source -> batches.put(source, new Samples()));
            Samples differences = new Samples();
            // the first round warms up
            for (int round = 0; round <= rounds; round++) {
                Map<Source, Samples> own = round(topic, part, folder);
                if (round > 0) {
                    own.forEach((source, samples) ->
                            Objects.requireNonNull(batches.get(source)).addAll(samples));
                    differences.add(median(own, Source.TIDEMARK) - median(own, Source.KAFKA));
                }
            }
            print(table, partitions, part, batches, differences);
        }
    }

    private Map<Source, Samples> round(Partitions topic, Part part, Path folder) throws Exception {
        Map<Source, Samples> batches = new EnumMap<>(Source.class);
        for (Source source : TURNS) {
            batches.computeIfAbsent(source, unused -> new Samples()).addAll(run(source, topic, part, folder));
        }
        return batches;
    }

    private static double median(Map<Source, Samples> batches, Source source) {
        return Objects.requireNonNull(batches.get(source)).median();
    }

    private static void print(
            Table table, int partitions, Part part, Map<Source, Samples> batches, Samples differences) {
        double plain = median(batches, Source.KAFKA);
        double more = differences.median();
        for (Source source : Source.values()) {
            boolean isPlain = source == Source.KAFKA;
            double batch = isPlain ? plain : plain + more;
            table.row(
                    isPlain ? "kafka" : "tidemark, at least once, offsets in MySQL",
                    Table.whole(partitions),
                    Table.whole(part.records()),
                    Table.whole(Objects.requireNonNull(batches.get(source)).count()),
                    Table.number(batch),
                    isPlain ? "" : Table.number(more),
                    isPlain
                            ? ""
                            : Table.number(differences.quantile(0)) + " to " + Table.number(differences.quantile(1)),
                    Table.whole((long) (part.records() * 1e3 / batch)),
                    isPlain ? "" : Table.percent(plain / batch - 1));
        }
    }

    private Samples run(Source source, Partitions topic, Part part, Path folder) throws Exception {
        String name = "structured-" + runs++;
        DataStreamReader reader = spark.readStream()
                .option("kafka.bootstrap.servers", servers.kafka().bootstrapServers())
                .option("subscribe", String.join(",", topic.topics()))
                .option("maxOffsetsPerTrigger", part.records());
        ConsumerParams.of(servers.kafka().bootstrapServers())
                .forEach((key, value) -> reader.option("kafka." + key, String.valueOf(value)));
        switch (source) {
            case KAFKA -> reader.format("kafka").option("startingOffsets", "earliest");
            case TIDEMARK ->
                reader.format("tidemark")
                        .option("tidemark.group", name)
                        .option("tidemark.store", "registered:" + STORE);
        }
        StreamingQuery query = reader.load()
                .writeStream()
                .format("noop")
                .option("checkpointLocation", folder.resolve(name).toString())
                .trigger(Trigger.ProcessingTime(0))
                .start();
        try {
            return batches(query, part);
        } finally {
            query.stop();
        }
    }

    private static Samples batches(StreamingQuery query, Part part) throws InterruptedException, IOException {
        List<Instant> starts = new ArrayList<>();
        int wanted = FIRST + part.batches() + 1;
        while (starts.size() < wanted) {
            if (query.exception().isDefined()) {
                throw new IllegalStateException(
                        "Cannot measure: the query failed", query.exception().get());
            }
            Thread.sleep(20);
            starts.clear();
            for (StreamingQueryProgress progress : query.recentProgress()) {
                if (progress.numInputRows() > 0) {
                    starts.add(Instant.parse(progress.timestamp()));
                }
            }
        }
        Samples batches = new Samples();
        for (int batch = FIRST; batch < wanted - 1; batch++) {
            batches.add((double)
                    Duration.between(starts.get(batch), starts.get(batch + 1)).toMillis());
        }
        return batches;
    }
}
