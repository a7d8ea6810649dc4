package io.tidemark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Min;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MetricValuesTest {

    private static final Instant MINUTE = Instant.parse("2026-01-02T03:04:00Z");
    private static final Instant LATER = MINUTE.plusSeconds(60);

    /** As Spark sends them from an executor to the driver. */
    @Test
    void measurementsOfEveryKindTravelAsObjects() throws Exception {
        for (MetricValue value :
                List.of(new Sum(1), new Max(2), new Min(3), new Last(4), histogram(Map.of(1, 2L, 7, 1L)))) {
            Measurement timed = Measurement.of("orders", Map.of("city", "755", "channel", "wechat"), MINUTE, value);
            Measurement timeless = Measurement.timeless("orders", Map.of(), value);

            assertThat(sent(timed)).isEqualTo(timed);
            assertThat(sent(timeless)).isEqualTo(timeless);
        }
    }

    private static Object sent(Measurement measurement) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(measurement);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    @Nested
    class Merges {

        @Test
        void eachKindMergesInItsOwnWay() {
            assertThat(new Sum(3).merge(new Sum(-5))).isEqualTo(new Sum(-2));
            assertThat(new Max(3).merge(new Max(-5))).isEqualTo(new Max(3));
            assertThat(new Min(3).merge(new Min(-5))).isEqualTo(new Min(-5));
            assertThat(new Last(3).merge(new Last(-5))).isEqualTo(new Last(-5));
            assertThat(histogram(Map.of(1, 2L, 2, 3L)).merge(histogram(Map.of(2, 4L, 9, 1L))))
                    .isEqualTo(histogram(Map.of(1, 2L, 2, 7L, 9, 1L)));
        }

        @Test
        void allButTheLastDoNotDependOnTheOrder() {
            List<List<MetricValue>> pairs = List.of(
                    List.of(new Sum(3), new Sum(4)),
                    List.of(new Max(3), new Max(4)),
                    List.of(new Min(3), new Min(4)),
                    List.of(histogram(Map.of(1, 2L)), histogram(Map.of(2, 4L))));
            for (List<MetricValue> pair : pairs) {
                assertThat(pair.get(0).merge(pair.get(1))).isEqualTo(pair.get(1).merge(pair.get(0)));
            }
        }

        @Test
        void kindsDoNotMix() {
            List<MetricValue> kinds =
                    List.of(new Sum(1), new Max(1), new Min(1), new Last(1), histogram(Map.of(1, 1L)));
            for (MetricValue one : kinds) {
                for (MetricValue other : kinds) {
                    if (one != other) {
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> one.merge(other))
                                .withMessage("Cannot merge " + one + " with " + other + ": kinds differ");
                    }
                }
            }
        }

        @Test
        void sumsAndCountsThatOverflowAreRefusedNotWrapped() {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> new Sum(Long.MAX_VALUE).merge(new Sum(1)));
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> new Sum(Long.MIN_VALUE).merge(new Sum(-1)));
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> histogram(Map.of(1, Long.MAX_VALUE)).merge(histogram(Map.of(1, 1L))));
            assertThat(new Sum(Long.MAX_VALUE - 1).merge(new Sum(1))).isEqualTo(new Sum(Long.MAX_VALUE));
        }

        @Test
        void mergingLeavesItsOperandsAsTheyAre() {
            Histogram one = histogram(Map.of(1, 2L));
            one.merge(histogram(Map.of(1, 5L)));
            assertThat(one).isEqualTo(histogram(Map.of(1, 2L)));
        }
    }

    @Nested
    class Histograms {

        @Test
        void aNegativeCountIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> histogram(Map.of(7, -1L)))
                    .withMessage("Cannot make a histogram: bucket 7 has count -1");
        }

        @Test
        void aHistogramDoesNotChangeWithTheMapItWasMadeOf() {
            TreeMap<Integer, Long> counts = new TreeMap<>(Map.of(1, 2L));
            Histogram histogram = new Histogram(counts);
            counts.put(1, 99L);
            assertThat(histogram.counts()).isEqualTo(Map.of(1, 2L));
        }
    }

    @Nested
    class Measurements {

        @Test
        void anEmptyMetricOrTagNameIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Measurement.timeless("", Map.of(), new Sum(1)))
                    .withMessageContaining("empty name");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Measurement.timeless("orders", Map.of("", "755"), new Sum(1)))
                    .withMessageContaining("empty name in 'orders'");
        }

        @Test
        void aTagsValueMayBeEmpty() {
            assertThat(Measurement.timeless("orders", Map.of("city", ""), new Sum(1))
                            .tags())
                    .containsEntry("city", "");
        }

        @Test
        void aTimeThatIsNotTheStartOfAMinuteOrAnHourIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Measurement.of("orders", Map.of(), MINUTE.plusMillis(1), new Sum(1)))
                    .withMessage(
                            "Cannot make a time of a metric: 2026-01-02T03:04:00.001Z is not the start of a minute");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MetricTime.hour(MINUTE))
                    .withMessage("Cannot make a time of a metric: 2026-01-02T03:04:00Z is not the start of an hour");
            assertThat(MetricTime.hour(Instant.parse("1969-12-31T23:00:00Z")).end())
                    .isEqualTo(Instant.EPOCH);
            assertThat(Measurement.of("orders", Map.of(), MINUTE, new Sum(1)).time())
                    .contains(MetricTime.minute(MINUTE));
        }

        @Test
        void aMeasurementDoesNotChangeWithTheTagsItWasMadeOf() {
            Map<String, String> tags = new HashMap<>(Map.of("city", "755"));
            Measurement measurement = Measurement.timeless("orders", tags, new Sum(1));
            tags.put("city", "20");
            assertThat(measurement.tags()).isEqualTo(Map.of("city", "755"));
        }
    }

    @Nested
    class Batches {

        private final PartitionRange range = new PartitionRange(new TopicPartition("orders", 0), 0, 5);

        @Test
        void aBatchMayMeasureNothingButMustCoverSomething() {
            GroupId group = new GroupId("recharge");
            MetricBatch batch = new MetricBatch(group, List.of(range), List.of());
            assertThat(batch.group()).isEqualTo(group);
            assertThat(batch.ranges()).containsExactly(range);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MetricBatch(group, List.of(), List.of()))
                    .withMessageContaining("it has no range");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MetricBatch(group, List.of(range, range), List.of()))
                    .withMessageContaining("occurs twice");
        }

        @Test
        void aBatchDoesNotChangeWithTheListItWasMadeOf() {
            List<Measurement> measurements =
                    new ArrayList<>(List.of(Measurement.timeless("orders", Map.of(), new Sum(1))));
            MetricBatch batch = new MetricBatch(new GroupId("recharge"), List.of(range), measurements);
            measurements.clear();
            assertThat(batch.measurements()).hasSize(1);
        }
    }

    @Nested
    class Periods {

        @Test
        void aPeriodBeginsInclusivelyAndEndsExclusively() {
            Period period = Period.between(MINUTE, LATER);
            assertThat(period.contains(MetricTime.minute(MINUTE))).isTrue();
            assertThat(period.contains(MetricTime.minute(LATER))).isFalse();
            assertThat(period.contains(MetricTime.minute(MINUTE.minusSeconds(60))))
                    .isFalse();
        }

        @Test
        void aPeriodOfNoLengthHoldsNothing() {
            assertThat(Period.between(MINUTE, MINUTE).contains(MetricTime.minute(MINUTE)))
                    .isFalse();
        }

        @Test
        void anHourIsInAPeriodThatHoldsAllOfIt() {
            MetricTime hour = MetricTime.hour(Instant.parse("2026-01-02T03:00:00Z"));
            assertThat(Period.between(hour.start(), hour.end()).contains(hour)).isTrue();
            assertThat(Period.between(hour.start(), hour.end().minusSeconds(60)).contains(hour))
                    .isFalse();
            assertThat(Period.between(hour.start().plusSeconds(60), hour.end()).contains(hour))
                    .isFalse();
        }

        @Test
        void aPeriodMayBeOpenAtEitherEndAndIsAllWhereItIsOpenAtBoth() {
            Period since = new Period(Optional.of(MINUTE), Optional.empty());
            Period until = new Period(Optional.empty(), Optional.of(MINUTE));
            assertThat(since.contains(MetricTime.minute(LATER))).isTrue();
            assertThat(since.contains(MetricTime.minute(MINUTE.minusSeconds(60))))
                    .isFalse();
            assertThat(until.contains(MetricTime.minute(MINUTE))).isFalse();
            assertThat(until.contains(MetricTime.minute(MINUTE.minusSeconds(60))))
                    .isTrue();
            assertThat(Period.all().isAll()).isTrue();
            assertThat(since.isAll()).isFalse();
            assertThat(until.isAll()).isFalse();
        }

        @Test
        void boundsInTheMiddleOfAMinuteOrTheWrongWayRoundAreRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Period.between(MINUTE.plusSeconds(1), LATER))
                    .withMessageContaining("is not the start of a minute");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Period.between(LATER, MINUTE))
                    .withMessageContaining("before it begins at " + LATER);
        }
    }

    private static Histogram histogram(Map<Integer, Long> counts) {
        return new Histogram(new TreeMap<>(counts));
    }
}
