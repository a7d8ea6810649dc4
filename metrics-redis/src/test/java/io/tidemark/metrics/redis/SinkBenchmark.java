package io.tidemark.metrics.redis;

import io.tidemark.embedded.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
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
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RedisClient client;
    private final RedisMetricSinkSettings settings = Fixture.keepingAll();
    private final GroupId group = new GroupId("benchmark");
    private final RedisMetricSink sink;
    private long offset;

    private SinkBenchmark(RedisClient client) {
        this.client = client;
        this.sink = new RedisMetricSink(client, settings);
    }

    public static void main(String[] args) {
        try (EmbeddedRedis server = EmbeddedRedis.start();
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
        sink.initialize(group, Map.of(Fixture.PARTITION, StoredOffset.of(0)));
        System.out.println("| what | round trips | sent kB | ms | processor ms: Java | processor ms: Redis |");
        System.out.println("|---|---|---|---|---|---|");
        write("a live batch: 3 minutes, 21 cities, 5 metrics", cities(3));
        write("100,000 measurements of 318 partitions: 3 minutes, 21 cities, 5 metrics", partitions());
        write("100,000 measurements: 952 minutes, 21 cities, 5 metrics", cities(952));
        write("100,000 measurements: 1 minute, 100,000 combinations of tags", phones());
        ledger();
        oneByOne(cities(952));
    }

    private void write(String what, List<Measurement> measurements) {
        measure(
                what,
                () -> new MetricBatch(
                        group, List.of(new PartitionRange(Fixture.PARTITION, offset, ++offset)), measurements));
    }

    private void ledger() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, 10_000).forEach(i -> first.put(new TopicPartition("wide", i), StoredOffset.of(0)));
        sink.initialize(group, first);
        long[] next = {0};
        measure("10,000 partitions in the ledger, 105 measurements", () -> {
            List<PartitionRange> ranges = first.keySet().stream()
                    .map(partition -> new PartitionRange(partition, next[0], next[0] + 1))
                    .toList();
            next[0]++;
            return new MetricBatch(group, ranges, cities(1));
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
                    .mapToLong(bytes -> bytes.length + 5L + String.valueOf(bytes.length).length())
                    .sum();
        }
        print(what, 1, sent, costs);
    }

    private void oneByOne(List<Measurement> measurements) {
        List<Cost> costs = new ArrayList<>();
        long sent = 0;
        for (int round = 0; round < 3; round++) {
            costs.add(cost(() -> measurements.forEach(measurement -> client.hincrBy(
                    key(measurement),
                    Tags.encode(measurement.tags()),
                    ((Sum) measurement.value()).value()))));
        }
        for (Measurement measurement : measurements) {
            sent += key(measurement).length() + Tags.encode(measurement.tags()).length() + 40L;
        }
        print("the same 100,000, one HINCRBY each into one hash each", measurements.size(), sent, costs);
    }

    private static String key(Measurement measurement) {
        return "one:" + measurement.name() + ":" + measurement.minute().orElse(START);
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
        return IntStream.range(0, 100_000).mapToObj(i -> one.get(i % one.size())).toList();
    }

    private static List<Measurement> phones() {
        return IntStream.range(0, 100_000)
                .mapToObj(i -> Measurement.of("orders", Map.of("phone", "138" + (10_000_000 + i)), START, new Sum(i)))
                .toList();
    }
}
