package io.tidemark.offset.tck.metrics;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.orders;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.MetricsFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The results of a reader: totals and series over periods, the ledger, and the time of the last batch.
 *
 * @since 0.1
 */
public interface MetricReadTests extends MetricsFixture {

    @Test
    default void whereNothingWasWrittenAnswersAreEmpty() {
        Counter counter = Counter.on(this);
        Totals totals = new Totals("orders", Period.all());
        Series series = Series.of("orders", Map.of(), Period.all(), Step.MINUTE);

        MetricSnapshot read = counter.read(totals, series);

        assertThat(read.totals(totals)).isEmpty();
        assertThat(read.series(series)).isEmpty();
        assertThat(read.ledger()).isEmpty();
        assertThat(read.writtenAt()).isEmpty();
    }

    @Test
    default void totalsAreGivenForEachCombinationOfTags() {
        Counter counter = Counter.on(this).starting(FIRST);

        counter.write(
                range(FIRST, 0, 9),
                counted(1, 0, "city", "755"),
                counted(2, 1, "city", "755"),
                counted(4, 0, "city", "200"),
                counted(8, 0, "city", "755", "channel", "0702"),
                counted(16, 0));

        assertThat(counter.totals("orders"))
                .containsOnly(
                        Map.entry(tags("city", "755"), new Sum(3)),
                        Map.entry(tags("city", "200"), new Sum(4)),
                        Map.entry(tags("channel", "0702", "city", "755"), new Sum(8)),
                        Map.entry(tags(), new Sum(16)));
    }

    @Test
    default void aPeriodBoundsTotalsFromInclusiveToExclusive() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 9), counted(1, 0), counted(2, 1), counted(4, 2), counted(8, 3));

        assertThat(counter.totals("orders", Period.between(minute(1), minute(3))))
                .containsOnly(Map.entry(tags(), new Sum(6)));
        assertThat(counter.totals("orders", new Period(Optional.of(minute(1)), Optional.empty())))
                .containsOnly(Map.entry(tags(), new Sum(14)));
        assertThat(counter.totals("orders", new Period(Optional.empty(), Optional.of(minute(1)))))
                .containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.totals("orders", Period.between(minute(1), minute(1))))
                .isEmpty();
        assertThat(counter.totals("orders", Period.between(minute(-60), minute(0))))
                .isEmpty();
        assertThat(counter.totals("orders", Period.between(minute(4), minute(5000))))
                .isEmpty();
    }

    @Test
    default void periodsOfManyHoursAndDaysAddUp() {
        Counter counter = Counter.on(this).starting(FIRST);
        List<Measurement> measurements = new ArrayList<>();
        for (int number = 0; number < 4_000; number += 7) {
            measurements.add(counted(number, number));
        }
        counter.write(range(FIRST, 0, 1), measurements.toArray(Measurement[]::new));

        for (int[] bounds : new int[][] {{0, 4_000}, {3, 3_999}, {56, 57}, {55, 117}, {100, 1_700}, {-500, 2_000}}) {
            long expected = 0;
            for (int number = 0; number < 4_000; number += 7) {
                expected += number >= bounds[0] && number < bounds[1] ? number : 0;
            }
            assertThat(counter.totals("orders", Period.between(minute(bounds[0]), minute(bounds[1]))))
                    .as("minutes %s to %s", bounds[0], bounds[1])
                    .isEqualTo(Map.of(tags(), new Sum(expected)));
        }
    }

    @Test
    default void aTimelessValueCountsInTheWholeHistoryAlone() {
        Counter counter = Counter.on(this).starting(FIRST);

        counter.write(range(FIRST, 0, 9), counted(1, 0), Measurement.timeless("orders", Map.of(), new Sum(10)));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(11)));
        assertThat(counter.totals("orders", new Period(Optional.of(minute(-9999)), Optional.empty())))
                .containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.totals("orders", new Period(Optional.empty(), Optional.of(minute(9999)))))
                .containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(counter.series("orders", Map.of(), Period.all(), Step.MINUTE))
                .containsOnly(Map.entry(minute(0), new Sum(1)));
    }

    @Test
    default void aSeriesHasTheMinutesThatHaveAValue() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 9), counted(1, 0, "city", "755"), counted(2, 2, "city", "755"));
        counter.write(range(FIRST, 9, 10), counted(4, 2, "city", "200"), counted(0, 3, "city", "200"));

        assertThat(counter.series("orders", Map.of(), Period.all(), Step.MINUTE))
                .containsExactly(
                        Map.entry(minute(0), new Sum(1)),
                        Map.entry(minute(2), new Sum(6)),
                        Map.entry(minute(3), new Sum(0)));
        assertThat(counter.series("orders", Map.of(), Period.between(minute(1), minute(3)), Step.MINUTE))
                .containsExactly(Map.entry(minute(2), new Sum(6)));
    }

    @Test
    default void aSeriesOfTagsTakesTheValuesThatCarryThem() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(
                range(FIRST, 0, 9),
                counted(1, 0),
                counted(2, 0, "city", "755"),
                counted(4, 0, "city", "755", "channel", "0702"),
                counted(8, 0, "city", "200", "channel", "0702"),
                counted(16, 0, "district", "755"));

        assertThat(counter.series("orders", Map.of("city", "755"), Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(minute(0), new Sum(6)));
        assertThat(counter.series("orders", Map.of("city", "755", "channel", "0702"), Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(minute(0), new Sum(4)));
        assertThat(counter.series("orders", Map.of("city", "7"), Period.all(), Step.MINUTE))
                .isEmpty();
    }

    @Test
    default void aSeriesOfHoursBeginsItsStepsAtFullHours() {
        Counter counter = Counter.on(this).starting(FIRST);
        Instant nine = Instant.parse("2026-01-02T09:00:00Z");
        counter.write(
                range(FIRST, 0, 9),
                at(1, nine.minusSeconds(60)),
                at(2, nine),
                at(4, nine.plusSeconds(59 * 60)),
                at(8, nine.plusSeconds(3 * 3_600)));

        assertThat(counter.series("orders", Map.of(), Period.all(), Step.HOUR))
                .containsExactly(
                        Map.entry(nine.minusSeconds(3_600), new Sum(1)),
                        Map.entry(nine, new Sum(6)),
                        Map.entry(nine.plusSeconds(3 * 3_600), new Sum(8)));
    }

    @Test
    default void aPeriodThatCutsAnHourTakesItsOwnMinutesOnly() {
        Counter counter = Counter.on(this).starting(FIRST);
        Instant nine = Instant.parse("2026-01-02T09:00:00Z");
        counter.write(
                range(FIRST, 0, 9),
                at(1, nine),
                at(2, nine.plusSeconds(600)),
                at(4, nine.plusSeconds(1_200)),
                at(8, nine.plusSeconds(3_600)),
                at(16, nine.plusSeconds(4_200)));
        Period period = Period.between(nine.plusSeconds(600), nine.plusSeconds(4_200));

        assertThat(counter.series("orders", Map.of(), period, Step.HOUR))
                .containsExactly(Map.entry(nine, new Sum(6)), Map.entry(nine.plusSeconds(3_600), new Sum(8)));
        assertThat(counter.totals("orders", period)).containsOnly(Map.entry(tags(), new Sum(14)));
    }

    @Test
    default void aValueOfAnHourCountsInWholeHoursAlone() {
        Counter counter = Counter.on(this).starting(FIRST);
        Instant nine = Instant.parse("2026-01-02T09:00:00Z");
        Instant ten = nine.plusSeconds(3_600);
        counter.write(
                range(FIRST, 0, 9),
                ofHour(1, nine, "city", "755"),
                ofHour(2, nine, "city", "755"),
                ofHour(4, nine, "city", "200"),
                ofHour(8, ten, "city", "755"),
                counted(16, 0, "city", "755"));
        counter.write(range(FIRST, 9, 10), ofHour(32, ten, "city", "755"));

        assertThat(counter.totals("orders"))
                .containsOnly(Map.entry(tags("city", "755"), new Sum(59)), Map.entry(tags("city", "200"), new Sum(4)));
        assertThat(counter.totals("orders", Period.between(nine, ten)))
                .containsOnly(Map.entry(tags("city", "755"), new Sum(3)), Map.entry(tags("city", "200"), new Sum(4)));
        assertThat(counter.totals("orders", Period.between(nine.plusSeconds(60), ten.plusSeconds(3_600))))
                .containsOnly(Map.entry(tags("city", "755"), new Sum(40)));
        assertThat(counter.totals("orders", Period.between(nine, ten.minusSeconds(60))))
                .isEmpty();
        assertThat(counter.series("orders", Map.of(), Period.between(nine, ten.plusSeconds(60)), Step.HOUR))
                .containsExactly(Map.entry(nine, new Sum(7)));
        assertThat(counter.series("orders", Map.of("city", "755"), Period.all(), Step.HOUR))
                .containsEntry(nine, new Sum(3))
                .containsEntry(ten, new Sum(40));
        assertThat(counter.series("orders", Map.of(), Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(minute(0), new Sum(16)));
    }

    @Test
    default void aHistogramOfAnHourIsReadAsItWasWritten() {
        Counter counter = Counter.on(this).starting(FIRST);
        Instant nine = Instant.parse("2026-01-02T09:00:00Z");
        Histogram durations = new Histogram(new TreeMap<>(Map.of(3, 5L, 700, 1L)));
        counter.write(
                range(FIRST, 0, 9), Measurement.of("duration", tags("city", "755"), MetricTime.hour(nine), durations));

        assertThat(counter.totals("duration", Period.between(nine, nine.plusSeconds(86_400))))
                .containsOnly(Map.entry(tags("city", "755"), durations));
        assertThat(counter.series("duration", Map.of(), Period.all(), Step.HOUR))
                .containsExactly(Map.entry(nine, durations));
        assertThat(counter.series("duration", Map.of(), Period.all(), Step.MINUTE))
                .isEmpty();
    }

    @Test
    default void minutesBeforeTheEpochAreKept() {
        Counter counter = Counter.on(this).starting(FIRST);
        Instant before = Instant.parse("1969-12-31T22:30:00Z");

        counter.write(range(FIRST, 0, 9), at(1, before), at(2, Instant.EPOCH));

        assertThat(counter.series("orders", Map.of(), Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(before, new Sum(1)), Map.entry(Instant.EPOCH, new Sum(2)));
        assertThat(counter.series("orders", Map.of(), Period.all(), Step.HOUR))
                .containsExactly(
                        Map.entry(before.minusSeconds(1_800), new Sum(1)), Map.entry(Instant.EPOCH, new Sum(2)));
    }

    @Test
    default void metricsWithLikeNamesAreToldApart() {
        Counter counter = Counter.on(this).starting(FIRST);
        List<String> names = List.of(
                "orders",
                "Orders",
                "orders:total",
                "order",
                "orders.",
                "or*ders",
                "or?ders",
                "[o]rders",
                "or ders",
                "订单",
                "o|r",
                "o,r",
                "o=r",
                "o:r",
                "o%3Ar",
                "o/r",
                "o\\r",
                "o\"r",
                "o'r",
                "{o}",
                "0",
                "ledger",
                "meta");
        Measurement[] measurements = new Measurement[names.size()];
        for (int number = 0; number < names.size(); number++) {
            measurements[number] = Measurement.of(names.get(number), Map.of(), MINUTE, new Sum(number + 1));
        }
        counter.write(range(FIRST, 0, 9), measurements);

        for (int number = 0; number < names.size(); number++) {
            assertThat(counter.totals(names.get(number)))
                    .as(names.get(number))
                    .containsOnly(Map.entry(tags(), new Sum(number + 1)));
        }
    }

    @Test
    default void tagsOfAnyCharactersAreToldApart() {
        Counter counter = Counter.on(this).starting(FIRST);
        List<SortedMap<String, String>> all = List.of(
                tags(),
                tags("a", ""),
                tags("a", "1"),
                tags("A", "1"),
                tags("a", "1,b=2"),
                tags("a", "1", "b", "2"),
                tags("a", "1;b:2"),
                tags("a", "1&b=2"),
                tags("a", "1|b=2"),
                tags("a=1,b", "2"),
                tags("a", "=1"),
                tags("a=", "1"),
                tags("a,", "1"),
                tags("a", "1 "),
                tags("a", " 1"),
                tags("a", "1\n"),
                tags("a", "1\t"),
                tags("a", "%31"),
                tags("a", "\\1"),
                tags("a", "\"1\""),
                tags("a", "'1'"),
                tags("a", "{1}"),
                tags("a", "1:2"),
                tags("a", "1/2"),
                tags("城市", "深圳市"),
                tags("城市", "深圳市\uD83D\uDCB0"),
                tags("a", "*"),
                tags("a", "1", "c", ""),
                tags("a", "1", "c", "d"),
                tags(" ", " "));
        Map<SortedMap<String, String>, Sum> expected = new HashMap<>();
        List<Measurement> measurements = new ArrayList<>();
        for (int number = 0; number < all.size(); number++) {
            expected.put(all.get(number), new Sum(number + 1));
            measurements.add(Measurement.of("orders", all.get(number), MINUTE, new Sum(number + 1)));
        }

        counter.write(range(FIRST, 0, 9), measurements.toArray(Measurement[]::new));

        assertThat(counter.totals("orders")).isEqualTo(expected);
        assertThat(counter.totals("orders", Period.between(MINUTE, MINUTE.plusSeconds(60))))
                .isEqualTo(expected);
        assertThat(counter.series("orders", Map.of("a", "1,b=2"), Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(MINUTE, new Sum(5)));
        assertThat(counter.series("orders", Map.of("城市", "深圳市"), Period.all(), Step.MINUTE))
                .containsExactly(Map.entry(MINUTE, new Sum(25)));
    }

    @Test
    default void theSnapshotHoldsTheWholeLedgerOfTheGroup() {
        Counter counter = Counter.on(this).starting(FIRST, THIRD);
        counter.of(OTHER_GROUP).starting(SECOND);
        counter.write(range(FIRST, 0, 9), orders(1));

        assertThat(counter.read().ledger()).containsOnlyKeys(FIRST, THIRD);
        assertThat(counter.read().ledger())
                .isEqualTo(new Driver(counter.sink(), counter.group()).entries(FIRST.topic(), THIRD.topic()));
    }

    @Test
    default void onlyBatchesCountAsWritten() {
        Counter counter = Counter.on(this).starting(FIRST);
        assertThat(counter.read().writtenAt()).isEmpty();
        counter.sink()
                .reposition(new OffsetReposition(
                        counter.group(), Map.of(FIRST, Move.to(StoredOffset.of(0), StoredOffset.of(5))), List.of()));
        assertThat(counter.read().writtenAt()).isEmpty();

        counter.write(range(FIRST, 5, 9));

        Optional<Instant> first = counter.read().writtenAt();
        assertThat(first).isPresent();
        Driver.refused(() -> counter.write(range(FIRST, 5, 9)));
        assertThat(counter.read().writtenAt()).isEqualTo(first);
        assertThat(counter.of(OTHER_GROUP).read().writtenAt()).isEmpty();
    }

    @Test
    default void severalQueriesAreAnsweredInOneReading() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 9), counted(1, 0), Measurement.of("longest", Map.of(), MINUTE, new Max(7)));
        Totals orders = new Totals("orders", Period.all());
        Totals longest = new Totals("longest", Period.all());
        Totals bounded = new Totals("orders", Period.between(minute(1), minute(2)));
        Series minutes = Series.of("orders", Map.of(), Period.all(), Step.MINUTE);

        MetricSnapshot read = counter.read(orders, longest, bounded, minutes, orders);

        assertThat(read.totals(orders)).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(read.totals(new Totals("longest", Period.all()))).containsOnly(Map.entry(tags(), new Max(7)));
        assertThat(read.totals(bounded)).isEmpty();
        assertThat(read.series(minutes)).containsExactly(Map.entry(MINUTE, new Sum(1)));
    }

    @Test
    default void aQueryThatWasNotPartOfTheReadingIsRefused() {
        MetricSnapshot read = Counter.on(this).read(new Totals("orders", Period.all()));

        assertThatThrownBy(() -> read.totals(new Totals("amount", Period.all())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read.series(Series.of("orders", Map.of(), Period.all(), Step.MINUTE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void aSnapshotDoesNotChangeWithWhatIsWritten() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 1), orders(1));
        Totals totals = new Totals("orders", Period.all());
        MetricSnapshot read = counter.read(totals);

        counter.write(range(FIRST, 1, 2), orders(1));

        assertThat(read.totals(totals)).containsOnly(Map.entry(tags(), new Sum(1)));
        assertThat(read.ledger().get(FIRST)).extracting(StoredOffset::offset).isEqualTo(1L);
    }

    private static Instant minute(int number) {
        return MINUTE.plusSeconds(60L * number);
    }

    private static Measurement counted(long count, int minute, String... tags) {
        return Measurement.of("orders", tags(tags), minute(minute), new Sum(count));
    }

    private static Measurement ofHour(long count, Instant hour, String... tags) {
        return Measurement.of("orders", tags(tags), MetricTime.hour(hour), new Sum(count));
    }

    private static Measurement at(long count, Instant minute) {
        return Measurement.of("orders", Map.of(), minute, new Sum(count));
    }
}
