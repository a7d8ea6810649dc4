package io.tidemark.metrics.redis;

import io.tidemark.metrics.LogBuckets;
import java.util.Arrays;
import java.util.Map;

/** What one batch adds to the buckets of one histogram: most of what a batch with histograms writes. Not safe for use by several threads. */
final class BucketDelta implements Delta {

    private static final long ABSENT = -1;
    private static final int FIRST_LENGTH = 64;

    private final String key;
    private final String expiry;
    /** By bucket, from {@link LogBuckets#ZERO} on. */
    private long[] counts = absent(FIRST_LENGTH);

    private int size;

    /** @param expiry in seconds since the epoch; empty for never */
    BucketDelta(String key, String expiry) {
        this.key = key;
        this.expiry = expiry;
    }

    /**
     * Adds counts.
     *
     * @throws ArithmeticException if one overflows a {@code long}
     */
    void merge(Map<Integer, Long> added) {
        added.forEach((bucket, count) -> {
            int index = bucket - LogBuckets.ZERO;
            if (index >= counts.length) {
                grow(index);
            }
            if (counts[index] == ABSENT) {
                counts[index] = count;
                size++;
            } else {
                counts[index] = Math.addExact(counts[index], count);
            }
        });
    }

    private void grow(int index) {
        int length = counts.length;
        counts = Arrays.copyOf(counts, Math.max(index + 1, 2 * length));
        Arrays.fill(counts, length, counts.length, ABSENT);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public Kind kind() {
        return Kind.SUM;
    }

    @Override
    public String expiry() {
        return expiry;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public ArgumentRun fields() {
        long[] buckets = new long[size];
        int filled = 0;
        for (int index = 0; index < counts.length; index++) {
            if (counts[index] != ABSENT) {
                buckets[filled++] = (long) index + LogBuckets.ZERO;
            }
        }
        return new ArgumentRun.Numbers(buckets);
    }

    @Override
    public ArgumentRun values() {
        return new ArgumentRun.Numbers(
                Arrays.stream(counts).filter(count -> count != ABSENT).toArray());
    }

    private static long[] absent(int length) {
        long[] counts = new long[length];
        Arrays.fill(counts, ABSENT);
        return counts;
    }
}
