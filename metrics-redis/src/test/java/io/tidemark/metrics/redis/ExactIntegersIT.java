package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Min;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetStoreException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The script's numbers are doubles, its sums are not: they are those of Java, or an overflow is found. */
class ExactIntegersIT {

    private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    @Test
    void sumsMaximaAndMinimaOfAllSizesAreThoseOfJava() {
        Fixture fixture = Fixture.started();
        List<long[]> pairs = pairs();
        List<Measurement> first = new ArrayList<>();
        List<Measurement> second = new ArrayList<>();
        Map<SortedMap<String, String>, MetricValue> sums = new HashMap<>();
        Map<SortedMap<String, String>, MetricValue> maxima = new HashMap<>();
        Map<SortedMap<String, String>, MetricValue> minima = new HashMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            long a = pairs.get(i)[0];
            long b = pairs.get(i)[1];
            SortedMap<String, String> tags = new TreeMap<>(Map.of("pair", String.valueOf(i)));
            first.add(Measurement.timeless("max", tags, new Max(a)));
            second.add(Measurement.timeless("max", tags, new Max(b)));
            maxima.put(tags, new Max(Math.max(a, b)));
            first.add(Measurement.timeless("min", tags, new Min(a)));
            second.add(Measurement.timeless("min", tags, new Min(b)));
            minima.put(tags, new Min(Math.min(a, b)));
            if (fits(a, b)) {
                first.add(Measurement.timeless("sum", tags, new Sum(a)));
                second.add(Measurement.timeless("sum", tags, new Sum(b)));
                sums.put(tags, new Sum(a + b));
            }
        }

        fixture.write(0, 1, first.toArray(Measurement[]::new));
        fixture.write(1, 2, second.toArray(Measurement[]::new));

        assertThat(fixture.totals("sum")).isEqualTo(sums);
        assertThat(fixture.totals("max")).isEqualTo(maxima);
        assertThat(fixture.totals("min")).isEqualTo(minima);
    }

    @Test
    void everySumThatDoesNotFitIsRefused() {
        Fixture fixture = Fixture.started();
        long offset = 0;
        int refused = 0;
        for (long[] pair : pairs()) {
            if (!fits(pair[0], pair[1])) {
                String metric = "pair-" + offset;
                fixture.write(offset, offset + 1, Measurement.timeless(metric, Map.of(), new Sum(pair[0])));
                long next = ++offset;
                assertThatThrownBy(() ->
                                fixture.write(next, next + 1, Measurement.timeless(metric, Map.of(), new Sum(pair[1]))))
                        .as("%s + %s", pair[0], pair[1])
                        .isExactlyInstanceOf(OffsetStoreException.class)
                        .hasMessageContaining(pair[0] + " and " + pair[1]);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void sumsOfTimesBeyondADoubleAgreeInAllHashes() {
        Fixture fixture = Fixture.started();
        long odd = (1L << 53) + 1;
        for (int i = 0; i < 3; i++) {
            fixture.write(i, i + 1, Measurement.of("bytes", Map.of(), MINUTE, new Sum(odd)));
        }

        String expected = String.valueOf(3 * odd);
        assertThat(RedisServer.client().hget(fixture.key("all:bytes"), "-")).isEqualTo(expected);
        assertThat(RedisServer.client().hget(fixture.key("day:bytes:2026-01-31"), "-"))
                .isEqualTo(expected);
        assertThat(RedisServer.client().hget(fixture.key("hour:bytes:2026-01-31T08"), "-"))
                .isEqualTo(expected);
        assertThat(RedisServer.client().hget(fixture.key("minute:bytes:2026-01-31T08:05"), "-"))
                .isEqualTo(expected);
        assertThat(RedisServer.client().hget(fixture.key("hours:bytes:2026-01-31"), "8"))
                .isEqualTo(expected);
        assertThat(RedisServer.client().hget(fixture.key("minutes:bytes:2026-01-31T08"), "5"))
                .isEqualTo(expected);
    }

    private static boolean fits(long a, long b) {
        BigInteger sum = BigInteger.valueOf(a).add(BigInteger.valueOf(b));
        return sum.compareTo(MAX) <= 0 && sum.compareTo(MIN) >= 0;
    }

    /** Every two of the numbers at which digits, doubles or longs end, and many at random. */
    private static List<long[]> pairs() {
        List<Long> edges = new ArrayList<>(List.of(0L, 1L, 2L, 9L, Long.MAX_VALUE, Long.MAX_VALUE - 1));
        for (long power = 10; power > 0 && power < 2_000_000_000_000_000_000L; power *= 1_000) {
            edges.addAll(List.of(power - 1, power, power + 1));
        }
        edges.addAll(List.of((1L << 53) - 1, 1L << 53, (1L << 53) + 1, 9_999_999_999L, 10_000_000_000L));
        List<Long> all = new ArrayList<>(edges);
        edges.forEach(edge -> all.add(-edge));
        all.add(Long.MIN_VALUE);
        List<long[]> pairs = new ArrayList<>();
        for (long a : all) {
            for (long b : all) {
                pairs.add(new long[] {a, b});
            }
        }
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            pairs.add(new long[] {random.nextLong() >> random.nextInt(64), random.nextLong() >> random.nextInt(64)});
        }
        return pairs;
    }
}
