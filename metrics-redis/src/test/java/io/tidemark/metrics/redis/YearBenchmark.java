package io.tidemark.metrics.redis;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.read.ReadPlan;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/**
 * Writes a year of minutes of 21 cities (or as many days as its argument says) and prints what they take in memory, and
 * what the questions of a page cost.
 */
final class YearBenchmark {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> SUMS = List.of("orders", "succeeded", "amount", "duration.sum");
    private static final int CITIES = 21;
    private static final int MINUTES_A_BATCH = 240;
    private static final int ROUNDS = 15;

    private final RedisClient client;
    private final RedisMetricSinkSettings settings = Fixture.writingAny();
    private final GroupId group = new GroupId("benchmark");
    private final int days;
    private final boolean histograms;

    private YearBenchmark(RedisClient client, int days, boolean histograms) {
        this.client = client;
        this.days = days;
        this.histograms = histograms;
    }

    public static void main(String[] args) {
        int days = args.length > 0 ? Integer.parseInt(args[0]) : 365;
        boolean histograms = args.length > 1 && args[1].equals("histograms");
        try (TestRedis server = TestRedis.start(ServerSetup.standard().setting("appendonly", "no"));
                RedisClient client = RedisClient.builder()
                        .hostAndPort(HostAndPort.from(server.address()))
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .timeoutMillis(60_000)
                                .build())
                        .build()) {
            new YearBenchmark(client, days, histograms).run();
        }
    }

    private void run() {
        long empty = info("memory", "used_memory");
        fill();
        System.out.printf(
                Locale.ROOT,
                "%d days, %d cities, sums %s%s: %,d keys, %,d kB of memory%n%n",
                days,
                CITIES,
                SUMS,
                histograms ? " and a histogram" : "",
                client.dbSize(),
                (info("memory", "used_memory") - empty) / 1_000);
        Instant end = START.plus(Duration.ofDays(days));
        Instant now = end.minus(Duration.ofMinutes(23));
        System.out.println("| question | hashes | ms (median) | Redis processor ms (least) |");
        System.out.println("|---|---|---|---|");
        ask("the page, a day to this minute", page(Period.between(now.minus(Duration.ofDays(1)), now)));
        Period day = Period.between(now.minus(Duration.ofDays(1)), now);
        Period nearlyAll = Period.between(START.plusSeconds(1_800), now);
        ask("all that a view of the page reads at once: the whole year", view(Period.all(), end, List.of(Map.of())));
        ask(
                "the same, all but the first and last half hour, and one city's charts",
                view(nearlyAll, end, List.of(Map.of(), Map.of("city", "755"))));
        ask("three series by the minute, a day", page(day).subList(0, 3));
        ask("totals of four metrics by city, a day to this minute", totals(day));
        ask("the page, whole hours of a day", page(Period.between(end.minus(Duration.ofDays(1)), end)));
        ask("the page, a week", page(Period.between(now.minus(Duration.ofDays(7)), now)));
        ask(
                "the page, all by the hour",
                Stream.concat(
                                SUMS.stream().map(metric -> series(metric, Period.all(), Step.HOUR)),
                                SUMS.stream().map(metric -> new Totals(metric, Period.all())))
                        .toList());
        ask("totals by city, all but the first and last half hour", totals(nearlyAll));
        ask("one metric by the minute, everything", List.of(series("orders", Period.all(), Step.MINUTE)));
        ask(
                "one city by the minute, a day",
                List.of(Series.of(
                        "orders",
                        Map.of("city", "755"),
                        Period.between(now.minus(Duration.ofDays(1)), now),
                        Step.MINUTE)));
        if (histograms) {
            ask("durations by city, a day to this minute", List.of(new Totals("duration", day)));
            ask("durations by city, everything", List.of(new Totals("duration", Period.all())));
        }
    }

    private List<MetricQuery> page(Period period) {
        return Stream.concat(
                        Stream.of("orders", "succeeded", "amount").map(metric -> series(metric, period, Step.MINUTE)),
                        totals(period).stream())
                .toList();
    }

    /** Totals of the period, two days of minutes and fifteen of hours: of everything and of what is tagged as given. */
    private static List<MetricQuery> view(Period period, Instant end, List<Map<String, String>> charts) {
        Period minutes = Period.between(end.minus(Duration.ofHours(51)), end);
        Period hours = Period.between(end.minus(Duration.ofDays(15)), end);
        Stream<MetricQuery> series = charts.stream().flatMap(tags -> Stream.of("orders", "succeeded", "amount")
                .flatMap(metric -> Stream.of(
                        Series.of(metric, tags, minutes, Step.MINUTE), Series.of(metric, tags, hours, Step.HOUR))));
        return Stream.concat(totals(period).stream(), series).toList();
    }

    private static List<MetricQuery> totals(Period period) {
        return SUMS.stream()
                .map(metric -> (MetricQuery) new Totals(metric, period))
                .toList();
    }

    private static MetricQuery series(String metric, Period period, Step step) {
        return Series.of(metric, Map.of(), period, step);
    }

    private void ask(String what, List<MetricQuery> queries) {
        RedisMetricReader reader = new RedisMetricReader(client, settings.keyPrefix());
        reader.read(group, queries);
        long[] nanos = new long[ROUNDS];
        long[] micros = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long before = processorMicros();
            long start = System.nanoTime();
            reader.read(group, queries);
            nanos[round] = System.nanoTime() - start;
            micros[round] = processorMicros() - before;
        }
        List<Long> known = LongStream.range(0, days)
                .mapToObj(day -> START.plus(Duration.ofDays(day)).getEpochSecond())
                .toList();
        int hashes = new ReadPlan(new GroupKeys("x", group), queries, known)
                .runs().stream().mapToInt(run -> run.sources().size()).sum();
        System.out.printf(
                Locale.ROOT, "| %s | %,d | %.1f | %.1f |%n", what, hashes, median(nanos) / 1e6, least(micros) / 1e3);
    }

    private void fill() {
        RedisMetricSink sink = new RedisMetricSink(client, settings);
        sink.initialize(group, Map.of(Fixture.PARTITION, StoredOffset.of(0)));
        Random random = new Random(1);
        int minutes = Math.multiplyExact(days, 24 * 60);
        for (int first = 0; first < minutes; first += MINUTES_A_BATCH) {
            List<Measurement> measurements = new ArrayList<>();
            for (int minute = first; minute < Math.min(first + MINUTES_A_BATCH, minutes); minute++) {
                addMinute(START.plusSeconds(60L * minute), random, measurements);
            }
            sink.write(new MetricBatch(
                    group,
                    List.of(new PartitionRange(Fixture.PARTITION, first, first + MINUTES_A_BATCH)),
                    measurements));
        }
    }

    private void addMinute(Instant minute, Random random, List<Measurement> measurements) {
        for (int city = 0; city < CITIES; city++) {
            Map<String, String> tags = Map.of("city", String.valueOf(750 + city));
            long orders = random.nextInt(1, 201);
            long succeeded = orders - random.nextInt(3);
            measurements.add(Measurement.of("orders", tags, minute, new Sum(orders)));
            measurements.add(Measurement.of("succeeded", tags, minute, new Sum(succeeded)));
            measurements.add(Measurement.of("amount", tags, minute, new Sum(succeeded * 3_141L)));
            measurements.add(Measurement.of("duration.sum", tags, minute, new Sum(succeeded * 17_480)));
            if (histograms) {
                TreeMap<Integer, Long> counts = new TreeMap<>();
                for (int i = 0; i < succeeded; i++) {
                    counts.merge((int) (480 + random.nextGaussian() * 15), 1L, Long::sum);
                }
                measurements.add(Measurement.of("duration", tags, minute, new Histogram(counts)));
            }
        }
    }

    private long processorMicros() {
        return client.info("cpu")
                .lines()
                .filter(line -> line.matches("used_cpu_(user|sys)_main_thread:.*"))
                .mapToLong(line -> Math.round(1e6 * Double.parseDouble(line.substring(line.indexOf(':') + 1))))
                .sum();
    }

    private long info(String section, String name) {
        return client.info(section)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(
                        line -> Long.parseLong(line.substring(name.length() + 1).strip()))
                .sum();
    }

    private static double least(long[] values) {
        return LongStream.of(values).min().orElse(0);
    }

    private static double median(long[] values) {
        return LongStream.of(values).sorted().toArray()[values.length / 2];
    }
}
