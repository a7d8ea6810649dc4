package io.tidemark.offset.tck;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.SaturatingMetricSink;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The contract of a {@link MetricSink} that is set to {@link SumOverflow#SATURATE}: a sum that exceeds a {@code long}
 * is limited to it, the batch is applied, and the reader returns the number of limited values. Extend it beside your
 * sink if it has this setting. JUnit creates an instance of the class for each test, whose data must be empty.
 *
 * @since 0.1
 */
public abstract class MetricSaturationContract {

    /** For subclasses. */
    protected MetricSaturationContract() {}

    /** Opens a sink on this test's data that is set to {@link SumOverflow#SATURATE}. */
    protected abstract MetricSink openSink();

    /** Opens a reader of this test's data. */
    protected abstract MetricReader openReader();

    @Test
    void aSumThatExceedsALongIsLimitedToIt() {
        Counter counter = counter();
        counter.write(
                range(FIRST, 0, 1), sum("up", Long.MAX_VALUE - 5), sum("down", Long.MIN_VALUE + 5), sum("other", 1));
        assertThat(saturated(counter)).isZero();
        counter.write(range(FIRST, 1, 2), sum("up", 6), sum("down", -6), sum("other", 1));
        assertLimited(counter, "up", new Sum(Long.MAX_VALUE));
        assertLimited(counter, "down", new Sum(Long.MIN_VALUE));
        assertLimited(counter, "other", new Sum(2));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 2L));
        long limited = saturated(counter);
        assertThat(limited).isGreaterThanOrEqualTo(2);
        counter.write(range(FIRST, 2, 3), sum("up", 1));
        assertLimited(counter, "up", new Sum(Long.MAX_VALUE));
        assertThat(saturated(counter)).isGreaterThan(limited);
        if (counter.sink() instanceof SaturatingMetricSink counting) {
            assertThat(counting.saturated(counter.group())).isEqualTo(saturated(counter));
            assertThat(counting.saturated(new GroupId("another"))).isZero();
        }
    }

    @Test
    void aSumOfOneBatchIsLimitedToo() {
        Counter counter = counter();
        counter.write(range(FIRST, 0, 1), sum("up", Long.MAX_VALUE), sum("up", Long.MAX_VALUE), sum("up", 1));
        assertLimited(counter, "up", new Sum(Long.MAX_VALUE));
        assertThat(saturated(counter)).isPositive();
    }

    @Test
    void aCountOfAHistogramIsLimited() {
        Counter counter = counter();
        counter.write(range(FIRST, 0, 1), histogram(Long.MAX_VALUE));
        counter.write(range(FIRST, 1, 2), histogram(1));
        assertLimited(counter, "sizes", new Histogram(new TreeMap<>(Map.of(7, Long.MAX_VALUE))));
        assertThat(saturated(counter)).isPositive();
    }

    @Test
    void totalsOfSeveralMinutesAndTagsAreLimitedWhenTheyAreRead() {
        Counter counter = counter();
        Instant nextHour = MINUTE.plusSeconds(3_600);
        counter.write(
                range(FIRST, 0, 1),
                Measurement.of("big", Map.of("city", "755", "payer", "a"), MINUTE, new Sum(Long.MAX_VALUE)),
                Measurement.of("big", Map.of("city", "755", "payer", "c"), MINUTE, new Sum(Long.MAX_VALUE)),
                Measurement.of("big", Map.of("city", "755", "payer", "b"), nextHour, new Sum(Long.MAX_VALUE)));
        Totals query = new Totals("big", Period.between(MINUTE, nextHour.plusSeconds(60)));
        MetricSnapshot snapshot = counter.read(query);
        assertThat(snapshot.overflow()).isEqualTo(SumOverflow.SATURATE);
        assertThat(snapshot.totals(query)).hasSize(3);
        assertThat(snapshot.totalsBy(query, "city")).containsOnly(Map.entry("755", new Sum(Long.MAX_VALUE)));
        assertThat(counter.series("big", Map.of(), Period.all(), Step.HOUR).values())
                .containsExactly(new Sum(Long.MAX_VALUE), new Sum(Long.MAX_VALUE));
    }

    @Test
    void everySumOfTwoNumbersIsExactOrLimited() {
        List<Long> numbers = new ArrayList<>(List.of(0L, 1L, 999_999_999_999_999L, (1L << 53) + 1, Long.MAX_VALUE - 1));
        numbers.addAll(List.of(9_999_999_999L, 10_000_000_000L, Long.MAX_VALUE, 6_854_775_807L, 1L << 62));
        List.copyOf(numbers).forEach(number -> numbers.add(-number - 1));
        List<Measurement> first = new ArrayList<>();
        List<Measurement> second = new ArrayList<>();
        for (long one : numbers) {
            for (long other : numbers) {
                first.add(Measurement.of("pair", Map.of("of", one + "," + other), MINUTE, new Sum(one)));
                second.add(Measurement.of(
                        "pair", Map.of("of", one + "," + other), MINUTE.plusSeconds(60), new Sum(other)));
            }
        }
        Counter counter = counter();
        counter.write(range(FIRST, 0, 1), first.toArray(Measurement[]::new));
        counter.write(range(FIRST, 1, 2), second.toArray(Measurement[]::new));
        Map<SortedMap<String, String>, MetricValue> totals = counter.totals("pair");
        for (long one : numbers) {
            for (long other : numbers) {
                assertThat(totals)
                        .containsEntry(tags("of", one + "," + other), new Sum(SumOverflow.SATURATE.add(one, other)));
            }
        }
    }

    private Counter counter() {
        return new Counter(openSink(), openReader(), Samples.GROUP).starting(FIRST);
    }

    private static long saturated(Counter counter) {
        return counter.read(new Totals("other", Period.all())).saturated();
    }

    private static void assertLimited(Counter counter, String metric, MetricValue expected) {
        assertThat(counter.totals(metric)).containsOnly(Map.entry(tags(), expected));
        assertThat(counter.totals(metric, Period.between(MINUTE, MINUTE.plusSeconds(60))))
                .containsOnly(Map.entry(tags(), expected));
        assertThat(counter.series(metric, Map.of(), Period.all(), Step.HOUR).values())
                .containsExactly(expected);
    }

    private static Measurement sum(String metric, long value) {
        return Measurement.of(metric, Map.of(), MINUTE, new Sum(value));
    }

    private static Measurement histogram(long count) {
        return Measurement.of("sizes", Map.of(), MINUTE, new Histogram(new TreeMap<>(Map.of(7, count))));
    }
}
