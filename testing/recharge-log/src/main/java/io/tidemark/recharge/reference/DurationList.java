package io.tidemark.recharge.reference;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.recharge.report.RechargeReport;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;

/** A list of all durations. */
final class DurationList {

    private long[] millis = new long[1024];
    private int count;

    void add(long duration) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, count + (count >> 1));
        }
        millis[count++] = duration;
    }

    Optional<BigDecimal> average() {
        if (count == 0) {
            return Optional.empty();
        }
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < count; i++) {
            sum = sum.add(BigInteger.valueOf(millis[i]));
        }
        return Optional.of(new BigDecimal(sum).divide(new BigDecimal(count), 1, RoundingMode.HALF_UP));
    }

    Optional<RechargeReport.Percentiles> percentiles() {
        if (count == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return Optional.of(new RechargeReport.Percentiles(
                percentile(sorted, 0.50), percentile(sorted, 0.95), percentile(sorted, 0.99)));
    }

    private static long percentile(long[] sorted, double quantile) {
        long exact = sorted[(int) Math.floor(quantile * (sorted.length - 1))];
        return LogBuckets.valueOf(LogBuckets.bucketOf(exact));
    }
}
