package io.tidemark.bench.costs;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/**
 * Measures the sink's script against increments in one pipeline: with as few hashes as possible, and with as many as
 * the sink uses. All of them run in each round; the results are medians.
 */
final class SinkCosts {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> METRICS = List.of("orders", "succeeded", "amount", "duration.sum", "unknown");
    private static final List<String> TABLES = List.of("all", "day", "hour", "ten", "minute", "hours", "minutes");
    private static final int CITIES = 21;
    private static final int WARM_UP = 2;
    private static final TopicPartition PARTITION = new TopicPartition("sink", 0);

    private final RedisClient client;
    private final RedisMetricSink sink;
    private final PrintStream out;

    SinkCosts(RedisClient client, PrintStream out) {
        this.client = client;
        this.sink = new RedisMetricSink(
                client,
                RedisMetricSinkSettings.builder()
                        .keepForever()
                        .maxWriteSize(Servers.ANY_WRITE_SIZE)
                        .build());
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param sizes the numbers of measurements
     * @param rounds the number of repetitions
     */
    void print(List<Integer> sizes, int rounds) {
        Table table = Table.begin(
                out,
                "Redis: measurements of different cities, metrics and minutes; milliseconds, medians",
                List.of(
                        "measurements",
                        "script",
                        "pipelined `HINCRBY`, one hash each",
                        "multiple of the script",
                        "the same, the sink's seven hashes",
                        "multiple of the script"));
        for (int size : sizes) {
            List<Measurement> measurements = measurements(size);
            GroupId group = new GroupId("sink-" + size);
            sink.initialize(group, Map.of(PARTITION, StoredOffset.of(0)));
            Samples script = new Samples();
            Samples one = new Samples();
            Samples seven = new Samples();
            for (int round = 0; round < rounds + WARM_UP; round++) {
                boolean counts = round >= WARM_UP;
                MetricBatch batch =
                        new MetricBatch(group, List.of(new PartitionRange(PARTITION, round, round + 1L)), measurements);
                (counts ? script : new Samples()).time(() -> sink.write(batch));
                (counts ? one : new Samples()).time(() -> increment("one-" + size, List.of("minute"), measurements));
                (counts ? seven : new Samples()).time(() -> increment("seven-" + size, TABLES, measurements));
            }
            requireCounted(group, measurements, rounds + WARM_UP);
            table.row(
                    Table.whole(size),
                    Table.median(script),
                    Table.median(one),
                    Table.number(one.median() / script.median()),
                    Table.median(seven),
                    Table.number(seven.median() / script.median()));
        }
    }

    /** What was measured has to have happened. */
    private void requireCounted(GroupId group, List<Measurement> measurements, int rounds) {
        MetricQuery.Totals orders = new MetricQuery.Totals(METRICS.get(0), Period.all());
        long found = sum(new RedisMetricReader(client)
                .read(group, List.of(orders)).totals(orders).values().stream()
                        .map(Sum.class::cast)
                        .toList());
        long wanted = rounds
                * sum(measurements.stream()
                        .filter(measurement -> measurement.name().equals(METRICS.get(0)))
                        .map(measurement -> (Sum) measurement.value())
                        .toList());
        if (found != wanted) {
            throw new IllegalStateException(
                    "Cannot trust the figures of the sink: it has counted " + found + ", not " + wanted);
        }
    }

    private static long sum(List<Sum> sums) {
        return sums.stream().mapToLong(Sum::value).sum();
    }

    private void increment(String prefix, List<String> tables, List<Measurement> measurements) {
        try (AbstractPipeline pipeline = client.pipelined()) {
            for (Measurement measurement : measurements) {
                String time = measurement.time().map(MetricTime::toString).orElse("");
                String field = measurement.tags().getOrDefault("city", "");
                long by = ((Sum) measurement.value()).value();
                for (String table : tables) {
                    pipeline.hincrBy(prefix + ":" + table + ":" + measurement.name() + ":" + time, field, by);
                }
            }
            pipeline.sync();
        }
    }

    private static List<Measurement> measurements(int count) {
        List<Measurement> measurements = new ArrayList<>();
        for (int minute = 0; measurements.size() < count; minute++) {
            for (int i = 0; i < METRICS.size() * CITIES && measurements.size() < count; i++) {
                measurements.add(Measurement.of(
                        METRICS.get(i / CITIES),
                        Map.of("city", String.valueOf(750 + i % CITIES)),
                        START.plusSeconds(60L * minute),
                        new Sum(1_000L + 37L * i + minute)));
            }
        }
        return measurements;
    }
}
