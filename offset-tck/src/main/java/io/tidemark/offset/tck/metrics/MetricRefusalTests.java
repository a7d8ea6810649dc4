package io.tidemark.offset.tck.metrics;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.orders;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Min;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.MetricsFixture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Measurements that cannot be merged are detected before anything of their batch is written.
 *
 * @since 0.1
 */
public interface MetricRefusalTests extends MetricsFixture {

    @Test
    default void aSumThatWouldOverflowIsRefused() {
        assertRefused(sum("big", Long.MAX_VALUE - 5), sum("big", 6));
    }

    @Test
    default void aSumThatWouldOverflowDownwardsIsRefused() {
        assertRefused(sum("big", Long.MIN_VALUE + 5), sum("big", -6));
    }

    @Test
    default void aSumThatWouldOverflowOverTheWholeHistoryIsRefused() {
        assertRefused(
                sum("big", Long.MAX_VALUE - 5), Measurement.of("big", Map.of(), MINUTE.plusSeconds(3_600), new Sum(6)));
    }

    @Test
    default void aTimelessSumThatWouldOverflowIsRefused() {
        assertRefused(
                Measurement.timeless("big", Map.of(), new Sum(Long.MAX_VALUE)),
                Measurement.timeless("big", Map.of(), new Sum(1)));
    }

    @Test
    default void aCountOfAHistogramThatWouldOverflowIsRefused() {
        assertRefused(histogram(Long.MAX_VALUE), histogram(1));
    }

    @Test
    default void oneSumThatWouldOverflowAmongOthersIsRefusedWithThem() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 1), sum("a", 1), sum("m", Long.MAX_VALUE), sum("z", 1));

        assertKnownNotApplied(() -> counter.write(range(FIRST, 1, 2), sum("a", 1), sum("m", 1), sum("z", 1)));

        assertThat(counter.totals("a")).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.totals("m")).containsOnly(Map.entry(tags(), new Sum(Long.MAX_VALUE)));
        assertThat(counter.totals("z")).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 1L));
    }

    @Test
    default void sumsOfOneBatchThatOverflowTogetherAreRefused() {
        Counter counter = Counter.on(this).starting(FIRST);

        assertKnownNotApplied(() -> counter.write(range(FIRST, 0, 1), sum("big", Long.MAX_VALUE), sum("big", 1)));

        assertThat(counter.totals("big")).isEmpty();
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 0L));
    }

    @Test
    default void aValueOfAnotherKindIsRefused() {
        assertRefused(of("level", new Max(1)), of("level", new Min(1)));
    }

    @Test
    default void aHistogramWhereASumIsStoredIsRefused() {
        assertRefused(of("level", new Sum(1)), of("level", new Histogram(new TreeMap<>(Map.of(1, 1L)))));
    }

    @Test
    default void aMetricHasOneKindForAllItsTagsAndMinutes() {
        assertRefused(
                of("level", new Sum(1)),
                Measurement.of("level", Map.of("city", "755"), MINUTE.plusSeconds(60), new Max(1)));
    }

    @Test
    default void twoKindsInOneBatchAreRefused() {
        Counter counter = Counter.on(this).starting(FIRST);

        assertKnownNotApplied(
                () -> counter.write(range(FIRST, 0, 1), of("level", new Sum(1)), of("level", new Max(1))));

        assertThat(counter.totals("level")).isEmpty();
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 0L));
    }

    @Test
    default void aRefusedBatchCanBeWrittenWithoutWhatWasWrongInIt() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 1), sum("big", Long.MAX_VALUE));
        assertKnownNotApplied(() -> counter.write(range(FIRST, 1, 2), orders(1), sum("big", 1)));

        counter.write(range(FIRST, 1, 2), orders(1));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 2L));
    }

    @Test
    default void aMetricThatOnlyARefusedBatchNamedHasNoKindYet() {
        Counter counter = Counter.on(this).starting(FIRST);
        Driver.refused(() -> counter.write(List.of(range(FIRST, 5, 6)), of("level", new Sum(1))));
        Driver.refused(() -> counter.write(List.of(range(SECOND, 0, 1)), of("level", new Sum(1))));

        counter.write(range(FIRST, 0, 1), of("level", new Max(7)));

        assertThat(counter.totals("level")).containsOnly(Map.entry(tags(), new Max(7)));
    }

    private void assertRefused(Measurement stored, Measurement refused) {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 1), stored, orders(1));
        MetricSnapshot before = counter.read();

        assertKnownNotApplied(() -> counter.write(range(FIRST, 1, 2), orders(1), refused));

        assertThat(counter.totals(stored.name())).containsOnly(Map.entry(stored.tags(), stored.value()));
        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.read().ledger()).isEqualTo(before.ledger());
        assertThat(counter.read().writtenAt()).isEqualTo(before.writtenAt());
    }

    private static void assertKnownNotApplied(Runnable write) {
        OffsetStoreException failure = catchThrowableOfType(OffsetStoreException.class, write::run);
        assertThat(failure)
                .as("a batch with a measurement that does not merge is refused")
                .isNotNull()
                .isNotInstanceOf(OffsetConflictException.class)
                .isNotInstanceOf(CommitOutcomeUnknownException.class);
    }

    private static Measurement sum(String name, long value) {
        return of(name, new Sum(value));
    }

    private static Measurement histogram(long count) {
        return of("durations", new Histogram(new TreeMap<>(Map.of(3, count))));
    }

    private static Measurement of(String name, MetricValue value) {
        return Measurement.of(name, Map.of(), MINUTE, value);
    }
}
