package io.tidemark.offset.tck.metrics;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Min;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.MetricsFixture;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * How values of one metric merge, between batches and over a period.
 *
 * @since 0.1
 */
public interface MetricMergeTests extends MetricsFixture {

    @Test
    default void sumsAddUp() {
        assertMerged(new Sum(-3), new Sum(5), new Sum(-12), new Sum(4));
    }

    @Test
    default void sumsAreExactBeyondWhatADoubleHolds() {
        assertMerged(new Sum((1L << 53) + 1), new Sum(1L << 53), new Sum(1), new Sum(0));
    }

    @Test
    default void sumsReachTheBoundsOfALong() {
        assertMerged(new Sum(Long.MAX_VALUE), new Sum(Long.MAX_VALUE - 1), new Sum(1));
    }

    @Test
    default void sumsReachTheLowerBoundOfALong() {
        assertMerged(new Sum(Long.MIN_VALUE), new Sum(Long.MIN_VALUE + 1), new Sum(-1));
    }

    @Test
    default void aMaximumKeepsTheLargest() {
        assertMerged(new Max(-5), new Max(-20), new Max(-5), new Max(-7));
    }

    @Test
    default void aMaximumTellsNeighbouringLargeNumbersApart() {
        assertMerged(new Max((1L << 53) + 1), new Max(1L << 53), new Max((1L << 53) + 1), new Max(Long.MIN_VALUE));
    }

    @Test
    default void aMinimumKeepsTheSmallest() {
        assertMerged(new Min(-20), new Min(3), new Min(-20), new Min(-7));
    }

    @Test
    default void aMinimumTellsNeighbouringLargeNumbersApart() {
        assertMerged(new Min(-(1L << 53) - 1), new Min(-(1L << 53)), new Min(-(1L << 53) - 1), new Min(Long.MAX_VALUE));
    }

    @Test
    default void theBoundsOfALongAreKept() {
        assertMerged(new Max(Long.MAX_VALUE), new Max(Long.MAX_VALUE - 1), new Max(Long.MAX_VALUE));
    }

    @Test
    default void theLastValueIsThatOfTheLastBatch() {
        assertMerged(new Last(3), new Last(Long.MIN_VALUE), new Last(Long.MAX_VALUE), new Last(3));
    }

    @Test
    default void histogramsAddUpBucketByBucket() {
        assertMerged(
                histogram(Map.of(LogBuckets.ZERO, 1L, 0, 1L, 1, 5L, 2184, 3L)),
                histogram(Map.of(LogBuckets.ZERO, 1L, 1, 2L)),
                histogram(Map.of(1, 3L, 2184, 3L)),
                histogram(Map.of(0, 1L)));
    }

    @Test
    default void countsOfHistogramsAreExactBeyondWhatADoubleHolds() {
        assertMerged(histogram(Map.of(7, (1L << 53) + 1)), histogram(Map.of(7, 1L << 53)), histogram(Map.of(7, 1L)));
    }

    /**
     * Writes each value in a separate batch, once to one minute and once without a time; all merge to the expected
     * value.
     */
    private void assertMerged(MetricValue expected, MetricValue... values) {
        Counter counter = Counter.on(this).starting(FIRST);
        long offset = 0;
        for (MetricValue value : values) {
            counter.write(
                    range(FIRST, offset, offset + 1),
                    Measurement.of("merged", Map.of("city", "755"), MINUTE, value),
                    Measurement.timeless("timeless", Map.of("city", "755"), value));
            offset++;
        }

        assertThat(counter.totals("merged")).containsOnly(Map.entry(tags("city", "755"), expected));
        assertThat(counter.totals("merged", Period.between(MINUTE, MINUTE.plusSeconds(60))))
                .containsOnly(Map.entry(tags("city", "755"), expected));
        assertThat(counter.series("merged", Map.of(), Period.all(), Step.MINUTE))
                .containsOnly(Map.entry(MINUTE, expected));
        assertThat(counter.series("merged", Map.of(), Period.all(), Step.HOUR).values())
                .containsExactly(expected);
        assertThat(counter.totals("timeless")).containsOnly(Map.entry(tags("city", "755"), expected));
    }

    private static Histogram histogram(Map<Integer, Long> counts) {
        return new Histogram(new TreeMap<>(counts));
    }
}
