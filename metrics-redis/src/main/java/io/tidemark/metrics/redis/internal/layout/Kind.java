package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.OffsetStoreException;
import java.util.Locale;

/** The kinds of metrics, by their names in Redis. */
public enum Kind {
    SUM,
    MAX,
    MIN,
    LAST,
    HISTOGRAM;

    private final String stored = name().toLowerCase(Locale.ROOT);

    public static Kind of(MetricValue value) {
        if (value instanceof MetricValue.Sum) {
            return SUM;
        } else if (value instanceof MetricValue.Max) {
            return MAX;
        } else if (value instanceof MetricValue.Min) {
            return MIN;
        } else if (value instanceof MetricValue.Last) {
            return LAST;
        }
        return HISTOGRAM;
    }

    /**
     * The kind of a name in Redis.
     *
     * @throws OffsetStoreException if the name is unknown
     */
    public static Kind ofStored(String metric, String stored) {
        for (Kind kind : values()) {
            if (kind.stored.equals(stored)) {
                return kind;
            }
        }
        throw new OffsetStoreException("Cannot read metric " + metric + ": its kind '" + stored
                + "' is not known; a newer version wrote it, or somebody else: use that version, or remove the metric");
    }

    /** The name in Redis. */
    public String stored() {
        return stored;
    }
}
