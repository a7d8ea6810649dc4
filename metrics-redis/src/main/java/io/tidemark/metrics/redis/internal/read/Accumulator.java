package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.Joined;
import io.tidemark.metrics.redis.internal.layout.Kind;
import io.tidemark.offset.OffsetStoreException;
import java.util.TreeMap;

/** Merges stored values into one. Not safe for use by several threads. */
final class Accumulator {

    private final Kind kind;
    private final SumOverflow overflow;
    private final TreeMap<Integer, Long> buckets = new TreeMap<>();
    private long value;
    private long batch = -1;
    private long position;
    private boolean empty = true;

    /** @param overflow how sums are handled that exceed a {@code long} */
    Accumulator(Kind kind, SumOverflow overflow) {
        this.kind = kind;
        this.overflow = overflow;
    }

    /**
     * Adds a field's value.
     *
     * @throws ArithmeticException if a sum overflows a {@code long}
     * @throws OffsetStoreException if the value is not of the kind
     */
    void add(String stored) {
        try {
            switch (kind) {
                case SUM -> value = overflow.add(value, Long.parseLong(stored));
                case MAX -> value = empty ? Long.parseLong(stored) : Math.max(value, Long.parseLong(stored));
                case MIN -> value = empty ? Long.parseLong(stored) : Math.min(value, Long.parseLong(stored));
                case LAST -> addLast(stored);
                case HISTOGRAM -> addBuckets(stored);
            }
        } catch (NumberFormatException e) {
            throw new OffsetStoreException(
                    "Cannot read a " + kind.stored() + " from '" + stored
                            + "': no sink wrote it; put its value back, or remove the field",
                    e);
        }
        empty = false;
    }

    MetricValue result() {
        return switch (kind) {
            case SUM -> new MetricValue.Sum(value);
            case MAX -> new MetricValue.Max(value);
            case MIN -> new MetricValue.Min(value);
            case LAST -> new MetricValue.Last(value);
            case HISTOGRAM -> new MetricValue.Histogram(buckets);
        };
    }

    /** {@code value position batch}: the value that was written last counts. */
    private void addLast(String stored) {
        String[] parts = stored.split(" ", -1);
        if (parts.length != 3) {
            throw new NumberFormatException(stored);
        }
        long itsPosition = Long.parseLong(parts[1]);
        long itsBatch = Long.parseLong(parts[2]);
        if (itsBatch > batch || (itsBatch == batch && itsPosition >= position)) {
            value = Long.parseLong(parts[0]);
            batch = itsBatch;
            position = itsPosition;
        }
    }

    /** Alternating buckets and counts. */
    private void addBuckets(String stored) {
        Joined numbers = new Joined("a histogram", stored, ' ');
        while (numbers.hasNext()) {
            buckets.merge(Integer.valueOf(numbers.next()), Long.valueOf(numbers.next()), overflow::add);
        }
    }
}
