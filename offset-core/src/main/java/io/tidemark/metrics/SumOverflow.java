package io.tidemark.metrics;

/**
 * How a sink handles a sum, or the count of a histogram's bucket, that exceeds the range of a {@code long}.
 *
 * @since 0.1
 */
public enum SumOverflow {

    /** Refuses the whole batch. The stream fails on it again after each restart, until the batch measures less. */
    FAIL {
        @Override
        public long add(long one, long other) {
            return Math.addExact(one, other);
        }
    },

    /**
     * Stores the largest or the smallest {@code long}, logs a warning and counts the event in
     * {@link MetricSnapshot#saturated()}. The batch is applied. Further values are added to the limit: with values of
     * both signs a total then depends on their order.
     */
    SATURATE {
        @Override
        public long add(long one, long other) {
            long sum = one + other;
            boolean exceeds = ((one ^ sum) & (other ^ sum)) < 0;
            return exceeds ? (one < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
        }
    };

    /**
     * Adds two numbers.
     *
     * @throws ArithmeticException if the sum exceeds a {@code long} and this is {@link #FAIL}
     */
    public abstract long add(long one, long other);
}
