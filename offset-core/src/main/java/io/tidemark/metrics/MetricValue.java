package io.tidemark.metrics;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A value, whose kind defines how values of one metric merge. All merges except {@link Last} are independent of the
 * order.
 *
 * @since 0.1
 */
public sealed interface MetricValue extends Serializable {

    /**
     * Merges two values of one metric.
     *
     * @param later the value that came after this one
     * @return the merged value, of the same kind
     * @throws IllegalArgumentException if the other value is of another kind
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    MetricValue merge(MetricValue later);

    /**
     * Merges two values of one metric.
     *
     * @param later the value that came after this one
     * @param overflow how to handle a sum that exceeds a {@code long}
     * @return the merged value, of the same kind
     * @throws IllegalArgumentException if the other value is of another kind
     * @throws ArithmeticException if a sum exceeds a {@code long} and {@code overflow} is {@link SumOverflow#FAIL}
     */
    default MetricValue merge(MetricValue later, SumOverflow overflow) {
        return merge(later);
    }

    /** Adds up. */
    record Sum(long value) implements MetricValue {
        private static final long serialVersionUID = 1L;

        @Override
        public MetricValue merge(MetricValue later) {
            return merge(later, SumOverflow.FAIL);
        }

        @Override
        public MetricValue merge(MetricValue later, SumOverflow overflow) {
            return new Sum(overflow.add(value, sameKind(this, later).value));
        }
    }

    /** Keeps the largest. */
    record Max(long value) implements MetricValue {
        private static final long serialVersionUID = 1L;

        @Override
        public MetricValue merge(MetricValue later) {
            return new Max(Math.max(value, sameKind(this, later).value));
        }
    }

    /** Keeps the smallest. */
    record Min(long value) implements MetricValue {
        private static final long serialVersionUID = 1L;

        @Override
        public MetricValue merge(MetricValue later) {
            return new Min(Math.min(value, sameKind(this, later).value));
        }
    }

    /** Keeps the one that was written last, batch by batch. */
    record Last(long value) implements MetricValue {
        private static final long serialVersionUID = 1L;

        @Override
        public MetricValue merge(MetricValue later) {
            return sameKind(this, later);
        }
    }

    /**
     * Counts of values by size, in the buckets of {@link LogBuckets}.
     *
     * @param counts bucket index to count; counts not negative
     */
    record Histogram(SortedMap<Integer, Long> counts) implements MetricValue {
        private static final long serialVersionUID = 1L;

        /** @throws IllegalArgumentException if a count is negative */
        public Histogram {
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
            counts.forEach((bucket, count) -> {
                if (count < 0) {
                    throw new IllegalArgumentException(
                            "Cannot make a histogram: bucket " + bucket + " has count " + count);
                }
            });
        }

        @Override
        public MetricValue merge(MetricValue later) {
            return merge(later, SumOverflow.FAIL);
        }

        @Override
        public MetricValue merge(MetricValue later, SumOverflow overflow) {
            TreeMap<Integer, Long> merged = new TreeMap<>(counts);
            sameKind(this, later).counts.forEach((bucket, count) -> merged.merge(bucket, count, overflow::add));
            return new Histogram(merged);
        }
    }

    private static <T extends MetricValue> T sameKind(T earlier, MetricValue later) {
        if (earlier.getClass() != later.getClass()) {
            throw new IllegalArgumentException("Cannot merge " + earlier + " with " + later + ": kinds differ");
        }
        @SuppressWarnings("unchecked")
        T same = (T) later;
        return same;
    }
}
