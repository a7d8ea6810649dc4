package io.tidemark.metrics.redis;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Tags;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.TestRedis;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Prints what writes cost, the least of several rounds, and what the same costs by other means. */
final class SinkBenchmark {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROUNDS = 12;
    private static final int PARTITIONS = 10_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RedisClient client;
    private final RedisMetricSinkSettings settings = Fixture.writingAny();
    private final GroupId group = new GroupId("benchmark");
    private final RedisMetricSink sink;
    private long offset;
    private long wideOffset;

    private SinkBenchmark(RedisClient client) {
        this.client = client;
        this.sink = new RedisMetricSink(client, settings);
    }

    public static void main(String[] args) {
        try (TestRedis server = TestRedis.start();
                RedisClient client = RedisClient.builder()
                        .hostAndPort(HostAndPort.from(server.address()))
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .timeoutMillis(60_000)
                                .build())
                        .build()) {
            SinkBenchmark benchmark = new SinkBenchmark(client);
            benchmark.run();
        }
    }

    private void run() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, PARTITIONS).forEach(i -> first.put(new TopicPartition("wide", i), StoredOffset.of(0)));
        first.put(Fixture.PARTITION, StoredOffset.of(0));
        sink.initialize(group, first);
        System.out.println("| what | round trips | sent kB | ms | processor ms: Java | processor ms: Redis |");
        System.out.println("|---|---|---|---|---|---|");
        write("a live batch: 3 minutes, 21 cities, 5 metrics", cities(3));
        wide("10,000 partitions, 105 measurements", cities(1));
        wide("10,000 partitions, 100,000 measurements: 10 of each partition", partitions());
        write("100,000 measurements, no two alike: 952 minutes, 21 cities, 5 metrics", cities(952));
        write("100,000 measurements, no two alike: 1 minute, 100,000 combinations of tags", phones());
        oneByOne("one HINCRBY for each of 100,000 measurements: 10 of each partition", least(partitions()));
        oneByOne("one HINCRBY for each of 100,000 measurements, no two alike", least(cities(952)));
        oneByOne("the same, one HINCRBY for each hash that the sink counts it in", all(cities(952)));
    }

    private void write(String what, List<Measurement> measurements) {
        measure(
                what,
                () -> new MetricBatch(
                        group, List.of(new PartitionRange(Fixture.PARTITION, offset, ++offset)), measurements));
    }

    private void wide(String what, List<Measurement> measurements) {
        measure(what, () -> {
            List<PartitionRange> ranges = IntStream.range(0, PARTITIONS)
                    .mapToObj(i -> new PartitionRange(new TopicPartition("wide", i), wideOffset, wideOffset + 1))
                    .toList();
            wideOffset++;
            return new MetricBatch(group, ranges, measurements);
        });
    }

    private void measure(String what, Supplier<MetricBatch> batches) {
        List<Cost> costs = new ArrayList<>();
        long sent = 0;
        for (int round = 0; round < ROUNDS; round++) {
            MetricBatch batch = batches.get();
            costs.add(cost(() -> sink.write(batch)));
            WriteRequest request = WriteRequest.of(batch, new GroupKeys(settings.keyPrefix(), group), settings);
            sent = Stream.concat(request.keys().stream(), request.arguments().stream())
                    .mapToLong(bytes ->
                            bytes.length + 5L + String.valueOf(bytes.length).length())
                    .sum();
        }
        print(what, 1, sent, costs);
    }

    private void oneByOne(String what, List<Increment> increments) {
        List<Cost> costs = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            costs.add(cost(() -> increments.forEach(each -> client.hincrBy(each.key, each.field, each.value))));
        }
        long sent = increments.stream()
                .mapToLong(each -> each.key.length() + each.field.length() + 40L)
                .sum();
        print(what, increments.size(), sent, costs);
    }

    private Cost cost(Runnable work) {
        long redis = processorMicros();
        long java = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        work.run();
        long nanos = System.nanoTime() - start;
        return new Cost(nanos, THREADS.getCurrentThreadCpuTime() - java, (processorMicros() - redis) * 1_000);
    }

    private static void print(String what, int trips, long sent, List<Cost> costs) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %,d | %,.1f | %,.1f | %,.1f |%n",
                what,
                trips,
                sent / 1_000,
                least(costs, Cost::nanos),
                least(costs, Cost::java),
                least(costs, Cost::redis));
    }

    private static double least(List<Cost> costs, ToLongFunction<Cost> part) {
        return costs.stream().mapToLong(part).min().orElse(0) / 1e6;
    }

    private long processorMicros() {
        return client.info("cpu")
                .lines()
                .filter(line -> line.matches("used_cpu_(user|sys)_main_thread:.*"))
                .mapToLong(line -> Math.round(1e6 * Double.parseDouble(line.substring(line.indexOf(':') + 1))))
                .sum();
    }

    /** All in nanoseconds. */
    private record Cost(long nanos, long java, long redis) {}

    private static List<Measurement> cities(int minutes) {
        List<Measurement> measurements = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            for (String metric : List.of("orders", "succeeded", "amount", "duration.sum", "duration.unknown")) {
                for (int city = 0; city < 21; city++) {
                    measurements.add(Measurement.of(
                            metric,
                            Map.of("city", String.valueOf(750 + city)),
                            START.plusSeconds(60L * minute),
                            new Sum(1_000L + 37L * city + minute)));
                }
            }
        }
        return measurements;
    }

    /** What the executors return for each partition, before it is merged. */
    private static List<Measurement> partitions() {
        List<Measurement> one = cities(3);
        return IntStream.range(0, 100_000)
                .mapToObj(i -> one.get(i % one.size()))
                .toList();
    }

    private static List<Measurement> phones() {
        return IntStream.range(0, 100_000)
                .mapToObj(i -> Measurement.of("orders", Map.of("phone", "138" + (10_000_000 + i)), START, new Sum(i)))
                .toList();
    }

    private record Increment(String key, String field, long value) {}

    /** The least that keeps a number: one hash for each metric and minute. */
    private static List<Increment> least(List<Measurement> measurements) {
        return measurements.stream()
                .map(measurement -> increment("minute", measurement))
                .toList();
    }

    /** As many as the sink counts in. */
    private static List<Increment> all(List<Measurement> measurements) {
        return measurements.stream()
                .flatMap(measurement -> Stream.of("all", "day", "hour", "ten", "minute", "hours", "minutes")
                        .map(table -> increment(table, measurement)))
                .toList();
    }

    private static Increment increment(String table, Measurement measurement) {
        String time = measurement.time().map(MetricTime::toString).orElse("");
        return new Increment(
                "one:" + table + ":" + measurement.name() + ":" + time,
                Tags.encode(measurement.tags()),
                ((Sum) measurement.value()).value());
    }
}
