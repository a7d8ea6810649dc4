package io.tidemark.metrics;

import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One value of one metric.
 *
 * @param name the metric, for example {@code orders}; not empty
 * @param tags the tags of the value, for example {@code city=755}; names not empty; may be empty
 * @param time the minute or hour that the value belongs to; empty for a value without a time, which counts only in the
 *     whole history
 * @param value the value, which defines how it merges with stored values
 * @since 0.1
 */
public record Measurement(String name, SortedMap<String, String> tags, Optional<MetricTime> time, MetricValue value)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if a name is empty */
    public Measurement {
        Objects.requireNonNull(value, "value");
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        if (name.isEmpty() || tags.containsKey("")) {
            throw new IllegalArgumentException("Cannot make a measurement: empty name in '" + name + "' " + tags);
        }
    }

    /**
     * A measurement of one minute.
     *
     * @throws IllegalArgumentException if a name is empty, or the minute is not the start of one
     */
    public static Measurement of(String name, Map<String, String> tags, Instant minute, MetricValue value) {
        return of(name, tags, MetricTime.minute(minute), value);
    }

    /**
     * A measurement of one minute or one hour.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public static Measurement of(String name, Map<String, String> tags, MetricTime time, MetricValue value) {
        return new Measurement(name, new TreeMap<>(tags), Optional.of(time), value);
    }

    /** A measurement without a time. */
    public static Measurement timeless(String name, Map<String, String> tags, MetricValue value) {
        return new Measurement(name, new TreeMap<>(tags), Optional.empty(), value);
    }

    /** {@link Optional} is not serializable. */
    private Object writeReplace() {
        return new Sent(name, tags, time.orElse(null), value);
    }

    private record Sent(
            String name,
            SortedMap<String, String> tags,
            @Nullable MetricTime time,
            MetricValue value) implements Serializable {

        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            return new Measurement(name, tags, Optional.ofNullable(time), value);
        }
    }
}
