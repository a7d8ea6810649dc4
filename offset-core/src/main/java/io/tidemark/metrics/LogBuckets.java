package io.tidemark.metrics;

import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Buckets whose bounds grow by a constant factor, so that any quantile is within 1 % of a counted value before it is
 * rounded to a whole number, and histograms of different times and machines can be added without loss.
 *
 * <p>Bucket {@code i} holds the values in {@code (g^(i-1), g^i]} with {@code g = (1 + a) / (1 - a)} and
 * {@code a = 0.01}; its representative value is {@code 2 g^i / (g + 1)}. Zero has a bucket of its own, {@link #ZERO}.
 * The rule is that of DDSketch (Masson, Rim, Lee: <em>DDSketch: a fast and fully-mergeable quantile sketch with
 * relative-error guarantees</em>, VLDB 2019), without the collapsing of buckets: all {@code long} values take 2,185 of
 * them at most.
 *
 * @since 0.1
 */
public final class LogBuckets {

    /** The relative error of a quantile, before it is rounded to a whole number. */
    public static final double RELATIVE_ERROR = 0.01;

    /** The bucket of the value zero. */
    public static final int ZERO = -1;

    private static final double GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
    private static final double LOG_GAMMA = Math.log(GAMMA);

    private LogBuckets() {}

    /**
     * The bucket of a value.
     *
     * @throws IllegalArgumentException if the value is negative
     */
    public static int bucketOf(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("Cannot count " + value + " in a histogram: it is negative");
        }
        return value == 0 ? ZERO : (int) Math.ceil(Math.log((double) value) / LOG_GAMMA);
    }

    /** The representative value of a bucket, rounded to the nearest integer. */
    public static long valueOf(int bucket) {
        return bucket == ZERO ? 0 : Math.round(2 * Math.pow(GAMMA, bucket) / (GAMMA + 1));
    }

    /**
     * The value at a quantile: that of the counted value with the rank {@code floor(q * (n - 1))}, counted from 0 in
     * ascending order.
     *
     * @param counts bucket to count
     * @param quantile from 0 to 1
     * @return empty if nothing was counted
     * @throws IllegalArgumentException if the quantile is not from 0 to 1
     * @throws ArithmeticException if the counts add up to more than a {@code long} holds
     */
    public static OptionalLong quantile(SortedMap<Integer, Long> counts, double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("Cannot read quantile " + quantile + ": it is not from 0 to 1");
        }
        long total = counts.values().stream().reduce(0L, Math::addExact);
        // a double is too coarse for large counts: it may round up to the count itself
        long rank = Math.min((long) Math.floor(quantile * (total - 1)), total - 1);
        long seen = 0;
        for (var bucket : counts.entrySet()) {
            seen += bucket.getValue();
            if (seen > rank && total > 0) {
                return OptionalLong.of(valueOf(bucket.getKey()));
            }
        }
        return OptionalLong.empty();
    }
}
