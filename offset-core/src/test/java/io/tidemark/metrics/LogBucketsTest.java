package io.tidemark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogBucketsTest {

    private static final double HALF_A_UNIT = 0.5;

    @Test
    void everySmallValueIsReadWithinOnePercentAndRounding() {
        for (long value = 0; value <= 1_000_000; value++) {
            requireClose(value);
        }
    }

    @Test
    void valuesOfEverySizeAreReadWithinOnePercentAndRounding() {
        Random random = new Random(20260102);
        for (int i = 0; i < 1_000_000; i++) {
            requireClose(random.nextLong() >>> (1 + random.nextInt(62)));
        }
        for (int shift = 0; shift < 63; shift++) {
            requireClose(1L << shift);
            requireClose((1L << shift) - 1);
            requireClose((1L << shift) + 1);
        }
        requireClose(Long.MAX_VALUE);
    }

    @Test
    void aValueThatAnIntegerCanShowExactlyIsShownExactly() {
        for (long value = 0; value < 50; value++) {
            assertThat(LogBuckets.valueOf(LogBuckets.bucketOf(value))).isEqualTo(value);
        }
    }

    @Test
    void bucketsNeverFallWithTheirValuesAndAreAsFewAsPromised() {
        int last = LogBuckets.bucketOf(0);
        assertThat(last).isEqualTo(LogBuckets.ZERO);
        for (long value = 1; value > 0 && value < Long.MAX_VALUE / 2; value += 1 + value / 1000) {
            int bucket = LogBuckets.bucketOf(value);
            assertThat(bucket).isGreaterThanOrEqualTo(last);
            last = bucket;
        }
        assertThat(LogBuckets.bucketOf(1)).isZero();
        assertThat(LogBuckets.bucketOf(Long.MAX_VALUE)).isEqualTo(2184);
    }

    @Test
    void aNegativeValueIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogBuckets.bucketOf(-1))
                .withMessage("Cannot count -1 in a histogram: it is negative");
    }

    @Test
    void aQuantileIsTheValueOfTheRankThatTheRuleNames() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            long[] values = random.longs(1 + random.nextInt(300), 0, 1_000_000).toArray();
            TreeMap<Integer, Long> counts = new TreeMap<>();
            for (long value : values) {
                counts.merge(LogBuckets.bucketOf(value), 1L, Long::sum);
            }
            Arrays.sort(values);
            for (double quantile : new double[] {0, 0.25, 0.5, 0.95, 0.99, 1}) {
                long exact = values[(int) Math.floor(quantile * (values.length - 1))];
                assertThat(LogBuckets.quantile(counts, quantile))
                        .hasValue(LogBuckets.valueOf(LogBuckets.bucketOf(exact)));
            }
        }
    }

    @Test
    void theMedianOfTwoValuesIsTheLowerOne() {
        TreeMap<Integer, Long> counts = new TreeMap<>(Map.of(LogBuckets.bucketOf(10), 1L, LogBuckets.bucketOf(20), 1L));
        assertThat(LogBuckets.quantile(counts, 0.5)).hasValue(10);
        assertThat(LogBuckets.quantile(counts, 0.999)).hasValue(10);
        assertThat(LogBuckets.quantile(counts, 1)).hasValue(20);
    }

    @Test
    void nothingCountedHasNoQuantileAlsoWhereBucketsAreNamedWithZero() {
        assertThat(LogBuckets.quantile(new TreeMap<>(), 0.5)).isEmpty();
        assertThat(LogBuckets.quantile(new TreeMap<>(Map.of(5, 0L)), 0.5)).isEmpty();
    }

    @Test
    void emptyBucketsAreNeverTheAnswer() {
        TreeMap<Integer, Long> counts =
                new TreeMap<>(Map.of(0, 0L, LogBuckets.bucketOf(10), 1L, LogBuckets.bucketOf(20), 0L));
        assertThat(LogBuckets.quantile(counts, 0)).hasValue(10);
        assertThat(LogBuckets.quantile(counts, 1)).hasValue(10);
    }

    @Test
    void countsTooLargeForADoubleStillHaveALastValue() {
        TreeMap<Integer, Long> counts = new TreeMap<>(Map.of(LogBuckets.bucketOf(10), Long.MAX_VALUE));
        assertThat(LogBuckets.quantile(counts, 1)).hasValue(10);
    }

    @Test
    void countsThatAddUpToMoreThanALongAreRefused() {
        TreeMap<Integer, Long> counts = new TreeMap<>(Map.of(1, Long.MAX_VALUE, 2, 1L));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> LogBuckets.quantile(counts, 0.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void aQuantileOutOfItsBoundsIsRefused(double quantile) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogBuckets.quantile(new TreeMap<>(), quantile))
                .withMessage("Cannot read quantile " + quantile + ": it is not from 0 to 1");
    }

    private static void requireClose(long value) {
        long shown = LogBuckets.valueOf(LogBuckets.bucketOf(value));
        double allowed = value * LogBuckets.RELATIVE_ERROR * (1 + 1e-9) + HALF_A_UNIT;
        if (Math.abs((double) shown - (double) value) > allowed) {
            throw new AssertionError(value + " is shown as " + shown);
        }
    }
}
