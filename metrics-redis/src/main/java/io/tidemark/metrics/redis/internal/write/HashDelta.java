package io.tidemark.metrics.redis.internal.write;

import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.redis.internal.layout.Field;
import io.tidemark.metrics.redis.internal.layout.FieldIndex;
import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import io.tidemark.metrics.redis.internal.layout.Kind;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one batch to one hash of a metric and to the buckets that belong to it. Not safe for use by several
 * threads.
 */
public final class HashDelta implements Delta {

    private static final int FIRST_LENGTH = 4;

    private final String key;
    private final Kind kind;
    private final String expiry;
    private final Additions additions;
    private final FieldIndex index = new FieldIndex();
    /** By the number of the field. */
    private long[] numbers = new long[FIRST_LENGTH];
    /** The position of the value within the batch, by the number of the field, for metrics whose last value counts. */
    private int[] positions = new int[0];

    private @Nullable BucketsDelta buckets;

    /**
     * @param kind the kind of the metric
     * @param expiry in seconds since the epoch; empty means never
     */
    public HashDelta(String key, Kind kind, String expiry, Additions additions) {
        this.key = key;
        this.kind = kind == Kind.HISTOGRAM ? Kind.SUM : kind;
        this.expiry = expiry;
        this.additions = additions;
    }

    /**
     * Merges a value into a field, and into its buckets if it is a histogram.
     *
     * @param value a value of the kind of the metric
     * @param position the position of the value in the batch; for metrics whose last value counts, the highest position
     *     counts
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    public void merge(Field field, MetricValue value, int position) {
        if (value instanceof MetricValue.Histogram histogram) {
            mergeBuckets(field, histogram.counts());
        }
        mergeNumber(field, value, position);
    }

    private void mergeBuckets(Field field, SortedMap<Integer, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        if (buckets == null) {
            buckets = new BucketsDelta(GroupKeys.buckets(key), expiry, additions);
        }
        buckets.merge(field, counts);
    }

    /** Like {@link #merge}, but without buckets, which other hashes have. */
    public void mergeNumber(Field field, MetricValue value, int position) {
        if (value instanceof MetricValue.Histogram histogram) {
            long counted = 0;
            for (long count : histogram.counts().values()) {
                counted = additions.add(counted, count);
            }
            merge(field, counted, position);
        } else {
            merge(field, number(value), position);
        }
    }

    private void merge(Field field, long value, int position) {
        int known = index.size();
        int cell = index.numberOf(field);
        if (cell == known) {
            if (cell == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * cell);
            }
            numbers[cell] = value;
        } else {
            numbers[cell] = switch (kind) {
                case SUM, HISTOGRAM -> additions.add(numbers[cell], value);
                case MAX -> Math.max(numbers[cell], value);
                case MIN -> Math.min(numbers[cell], value);
                case LAST -> value;
            };
        }
        if (kind == Kind.LAST) {
            positions = positions.length < numbers.length ? Arrays.copyOf(positions, numbers.length) : positions;
            positions[cell] = position;
        }
    }

    private static long number(MetricValue value) {
        if (value instanceof MetricValue.Sum sum) {
            return sum.value();
        } else if (value instanceof MetricValue.Max max) {
            return max.value();
        } else if (value instanceof MetricValue.Min min) {
            return min.value();
        } else if (value instanceof MetricValue.Last last) {
            return last.value();
        }
        throw new IllegalArgumentException("Cannot write " + value + ": its kind is not known to this version");
    }

    /** The buckets of the fields that have the count of a histogram. */
    public Optional<BucketsDelta> buckets() {
        return Optional.ofNullable(buckets);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String merge() {
        return kind.stored();
    }

    @Override
    public String expiry() {
        return expiry;
    }

    @Override
    public int size() {
        return index.size();
    }

    @Override
    public long cost() {
        return index.size();
    }

    @Override
    public ArgumentRun fields() {
        return new ArgumentRun.Fields(index.fields());
    }

    @Override
    public ArgumentRun values() {
        if (kind == Kind.LAST) {
            return new ArgumentRun.Texts(IntStream.range(0, size())
                    .mapToObj(cell -> numbers[cell] + " " + positions[cell])
                    .toList());
        }
        return new ArgumentRun.Numbers(Arrays.copyOf(numbers, size()));
    }
}
