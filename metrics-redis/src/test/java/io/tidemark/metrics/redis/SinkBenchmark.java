package io.tidemark.metrics.redis;

import io.tidemark.embedded.EmbeddedRedis;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Prints how long writes take, how many bytes they send, and what the same costs by other means. */
final class SinkBenchmark {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROUNDS = 5;

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
        System.out.println("| what | Java ms | call ms (median) | Redis processor ms | sent kB |");
        System.out.println("|---|---|---|---|---|");
        write("live batch: 3 minutes, 21 cities, 5 metrics", cities(3));
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

    private void measure(String what, java.util.function.Supplier<MetricBatch> batches) {
        long[] java = new long[ROUNDS];
        long[] call = new long[ROUNDS];
        long[] redis = new long[ROUNDS];
        long sent = 0;
        for (int round = 0; round < ROUNDS; round++) {
            MetricBatch batch = batches.get();
            long start = System.nanoTime();
            WriteRequest request = WriteRequest.of(batch, new GroupKeys(settings.keyPrefix(), group), settings);
            java[round] = System.nanoTime() - start;
            sent = LongStream.concat(
                            request.keys().stream().mapToLong(bytes -> bytes.length),
                            request.arguments().stream().mapToLong(bytes -> bytes.length))
                    .map(length -> length + 5 + String.valueOf(length).length())
                    .sum();
            long before = processorMicros();
            start = System.nanoTime();
            List<?> reply = new Call(client, Script.WRITE, request.keys(), request.arguments()).run();
            call[round] = System.nanoTime() - start;
            redis[round] = (processorMicros() - before) * 1_000;
            if (!Reply.of(reply).isApplied()) {
                throw new IllegalStateException(Reply.of(reply).toString());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %d |%n",
                what,
                median(java),
                median(call),
                median(redis),
                sent / 1_000);
    }

    private void oneByOne(List<Measurement> measurements) {
        long before = processorMicros();
        long start = System.nanoTime();
        for (Measurement measurement : measurements) {
            client.hincrBy(
                    "one:" + measurement.name() + ":" + measurement.minute().orElse(START),
                    Tags.encode(measurement.tags()),
                    ((Sum) measurement.value()).value());
        }
        System.out.printf(
                Locale.ROOT,
                "| %,d HINCRBY one by one | | %.1f | %.1f | |%n",
                measurements.size(),
                (System.nanoTime() - start) / 1e6,
                (processorMicros() - before) / 1e3);
    }

    private long processorMicros() {
        return client.info("cpu")
                .lines()
                .filter(line -> line.matches("used_cpu_(user|sys)_main_thread:.*"))
                .mapToLong(line -> Math.round(1e6 * Double.parseDouble(line.substring(line.indexOf(':') + 1))))
                .sum();
    }

    private static double median(long[] nanos) {
        return LongStream.of(nanos).sorted().toArray()[nanos.length / 2] / 1e6;
    }

    private static List<Measurement> cities(int minutes) {
        List<Measurement> measurements = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            for (String metric : List.of("orders", "succeeded", "amount", "duration.sum", "duration.unknown")) {
                for (int city = 0; city < 21; city++) {
                    measurements.add(Measurement.of(
                            metric,
                            Map.of("city", String.valueOf(750 + city)),
                            START.plusSeconds(60L * minute),
                            new Sum(1_000L + city)));
                }
            }
        }
        return measurements;
    }

    private static List<Measurement> phones() {
        return IntStream.range(0, 100_000)
                .mapToObj(i -> Measurement.of("orders", Map.of("phone", "138" + (10_000_000 + i)), START, new Sum(1)))
                .toList();
    }
}
