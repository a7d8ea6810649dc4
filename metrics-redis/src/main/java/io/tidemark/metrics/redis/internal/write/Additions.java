package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.SumOverflow;

/** Adds the values of a batch, and counts the sums that were limited. Not safe for use by several threads. */
public final class Additions {

    private final SumOverflow overflow;
    private long saturated;

    public Additions(SumOverflow overflow) {
        this.overflow = overflow;
    }

    /** @throws ArithmeticException if the sum exceeds a {@code long} and must not be limited */
    long add(long one, long other) {
        long sum = overflow.add(one, other);
        if (sum != one + other) {
            saturated++;
        }
        return sum;
    }

    /** The number of limited sums. */
    public long saturated() {
        return saturated;
    }
}
