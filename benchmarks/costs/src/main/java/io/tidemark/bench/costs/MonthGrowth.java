package io.tidemark.bench.costs;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.aggregate.RechargeCounts;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.ReportReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import redis.clients.jedis.RedisClient;

/**
 * What Redis takes, and what a report takes to read, the more days there are: all that the example's job counts of a
 * day, written for one day after the other, from today back.
 */
final class MonthGrowth {

    private static final int READS = 9;
    /** A day at once would hold Redis for too long. */
    private static final int MEASUREMENTS_OF_A_WRITE = 20_000;

    private static final TopicPartition PARTITION = new TopicPartition("months", 0);
    private static final TagDictionary DICTIONARY = TagDictionary.preset(GeneratedTopic.PRESET);

    private final RedisClient client;
    private final PrintStream out;

    MonthGrowth(RedisClient client, PrintStream out) {
        this.client = client;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param sizes how many days, growing
     * @param orders of a day
     */
    void print(List<Integer> sizes, int orders) throws IOException {
        Table table = Table.begin(
                out,
                "Days of the example's metrics, %,d orders each: memory of Redis, and reports, medians"
                        .formatted(orders),
                List.of(
                        "minutes are kept",
                        "days",
                        "measurements per day",
                        "MB",
                        "keys",
                        "report of a day, ms",
                        "report of everything, ms"));
        List<Measurement> day = measurements(orders);
        RedisMetricSinkSettings.Builder forever = settings("forever").keepForever();
        grow(table, "for ever", forever.build(), sizes, day);
        grow(table, "31 days", settings("month").build(), sizes, day);
    }

    private static RedisMetricSinkSettings.Builder settings(String keyPrefix) {
        return RedisMetricSinkSettings.builder().keyPrefix(keyPrefix).maxWriteSize(Servers.ANY_WRITE_SIZE);
    }

    private void grow(
            Table table, String kept, RedisMetricSinkSettings settings, List<Integer> sizes, List<Measurement> day) {
        RedisMetricSink sink = new RedisMetricSink(client, settings);
        GroupId group = new GroupId("months");
        sink.initialize(group, Map.of(PARTITION, StoredOffset.of(0)));
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        long memoryBefore = memory();
        long keysBefore = client.dbSize();
        int there = 0;
        long offset = 0;
        for (int size : sizes) {
            for (; there < size; there++) {
                List<Measurement> measurements = shifted(day, today.minus(Duration.ofDays(there)));
                for (int from = 0; from < measurements.size(); from += MEASUREMENTS_OF_A_WRITE) {
                    int to = Math.min(from + MEASUREMENTS_OF_A_WRITE, measurements.size());
                    sink.write(new MetricBatch(
                            group,
                            List.of(new PartitionRange(PARTITION, offset, ++offset)),
                            measurements.subList(from, to)));
                }
            }
            table.row(
                    kept,
                    Table.whole(size),
                    Table.whole(day.size()),
                    Table.number((memory() - memoryBefore) / 1e6),
                    Table.whole(client.dbSize() - keysBefore),
                    Table.median(reads(settings, group, Period.between(today, today.plus(Duration.ofDays(1))))),
                    Table.median(reads(settings, group, Period.all())));
        }
    }

    private Samples reads(RedisMetricSinkSettings settings, GroupId group, Period period) {
        ReportReader reader = new ReportReader(new RedisMetricReader(client, settings.keyPrefix()));
        Samples millis = new Samples();
        for (int read = 0; read < READS; read++) {
            millis.time(() -> {
                var unused = reader.read(group, DICTIONARY.regions(), period);
            });
        }
        return millis;
    }

    private long memory() {
        return client.info("memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
                .sum();
    }

    /** What a day's log counts up to; by UTC it begins in the afternoon. */
    private static List<Measurement> measurements(int orders) throws IOException {
        RecordParser parser = new RecordParser(DICTIONARY);
        RechargeCounts counts = new RechargeCounts(DICTIONARY.regions());
        new GeneratedLog(1, GeneratedTopic.PRESET, orders)
                .forEachLine((bytes, length) -> counts.add(parser.parse(Arrays.copyOf(bytes, length))));
        return counts.measurements(DICTIONARY.regions());
    }

    /** The same of another day. */
    private static List<Measurement> shifted(List<Measurement> measurements, Instant day) {
        return measurements.stream()
                .map(measurement -> new Measurement(
                        measurement.name(),
                        new TreeMap<>(measurement.tags()),
                        measurement
                                .time()
                                .map(time -> new MetricTime(
                                        day.plus(Duration.between(
                                                time.start().truncatedTo(ChronoUnit.DAYS), time.start())),
                                        time.step())),
                        measurement.value()))
                .toList();
    }
}
