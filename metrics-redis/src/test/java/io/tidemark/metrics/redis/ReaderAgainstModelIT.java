package io.tidemark.metrics.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random batches and random questions: Redis answers what the sink in memory answers, which keeps every minute. */
class ReaderAgainstModelIT {

    private static final Instant START = Instant.parse("2026-02-27T21:13:00Z");
    private static final int MINUTES = 3 * 24 * 60;
    private static final List<String> METRICS = List.of("sum", "max", "min", "last", "histogram");
    private static final List<Map<String, String>> TAGS = List.of(
            Map.of(),
            Map.of("city", "755"),
            Map.of("city", "200"),
            Map.of("city", "755", "channel", "0702"),
            Map.of("channel", "a,b=c:{}% "));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void answersAreThoseOfTheModel(long seed) {
        Random random = new Random(seed);
        Fixture fixture = Fixture.started();
        InMemoryMetricSink model = new InMemoryMetricSink();
        model.initialize(fixture.group(), Map.of(Fixture.PARTITION, StoredOffset.of(0)));
        for (int number = 0; number < 30; number++) {
            MetricBatch batch = fixture.batch(number, number + 1, measurements(random));
            fixture.sink().write(batch);
            if (seed % 2 == 0 && number == 15) {
                fixture.toLayout2();
            }
            model.write(batch);
        }
        RedisMetricReader inPieces =
                new RedisMetricReader(RedisServer.client(), fixture.settings().keyPrefix(), 97);

        for (int round = 0; round < 15; round++) {
            List<MetricQuery> queries = queries(random);
            MetricSnapshot expected = model.read(fixture.group(), queries);
            assertEqual(queries, fixture.reader().read(fixture.group(), queries), expected);
            assertEqual(queries, inPieces.read(fixture.group(), queries), expected);
        }
    }

    private static void assertEqual(List<MetricQuery> queries, MetricSnapshot read, MetricSnapshot expected) {
        for (MetricQuery query : queries) {
            if (query instanceof Totals totals) {
                assertThat(read.totals(totals)).as("%s", query).isEqualTo(expected.totals(totals));
            } else if (query instanceof Series series) {
                assertThat(read.series(series)).as("%s", query).isEqualTo(expected.series(series));
            }
        }
    }

    private static Measurement[] measurements(Random random) {
        Measurement[] measurements = new Measurement[random.nextInt(60)];
        for (int i = 0; i < measurements.length; i++) {
            String metric = pick(METRICS, random);
            Map<String, String> tags = pick(TAGS, random);
            MetricValue value = value(metric, random);
            measurements[i] = switch (random.nextInt(10)) {
                case 0 -> Measurement.timeless(metric, tags, value);
                case 1, 2 ->
                    Measurement.of(metric, tags, MetricTime.hour(minute(random).truncatedTo(ChronoUnit.HOURS)), value);
                default -> Measurement.of(metric, tags, minute(random), value);
            };
        }
        return measurements;
    }

    private static MetricValue value(String metric, Random random) {
        long number = random.nextLong() >> random.nextInt(12, 64);
        return switch (metric) {
            case "sum" -> new MetricValue.Sum(number);
            case "max" -> new MetricValue.Max(number);
            case "min" -> new MetricValue.Min(number);
            case "last" -> new MetricValue.Last(number);
            default -> {
                TreeMap<Integer, Long> counts = new TreeMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    counts.put(random.nextInt(-1, 20), random.nextLong(1, 1_000));
                }
                yield new MetricValue.Histogram(counts);
            }
        };
    }

    private static List<MetricQuery> queries(Random random) {
        List<MetricQuery> queries = new ArrayList<>();
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            String metric = pick(METRICS, random);
            queries.add(
                    random.nextBoolean()
                            ? new Totals(metric, period(random))
                            : Series.of(
                                    metric, pick(TAGS, random), period(random), pick(List.of(Step.values()), random)));
        }
        return queries;
    }

    private static Period period(Random random) {
        Instant one = minute(random);
        Instant other = minute(random);
        Instant from = one.isBefore(other) ? one : other;
        Instant to = one.isBefore(other) ? other : one;
        return switch (random.nextInt(5)) {
            case 0 -> Period.all();
            case 1 -> new Period(Optional.of(from), Optional.empty());
            case 2 -> new Period(Optional.empty(), Optional.of(to));
            default -> Period.between(from, to);
        };
    }

    /** Often at the bounds of hours and days, where mistakes are. */
    private static Instant minute(Random random) {
        long minute = START.getEpochSecond() / 60 + random.nextInt(MINUTES);
        long unit = pick(List.of(1L, 1L, 60L, 1_440L), random);
        return Instant.ofEpochSecond(minute / unit * unit * 60 + pick(List.of(-60, 0, 0, 60), random));
    }

    private static <T> T pick(List<T> items, Random random) {
        return items.get(random.nextInt(items.size()));
    }
}
