package io.tidemark.metrics;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param tags what the value is of, for example {@code city=755}; names not empty; may be empty
 * @param minute the start of the minute that the value belongs to; empty for a value of no time, which counts in the
 *     whole history alone
 * @param value the value and how it merges with what is stored
 */
public record Measurement(String name, SortedMap<String, String> tags, Optional<Instant> minute, MetricValue value)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if a name is empty or the minute is not the start of one */
    public Measurement {
        Objects.requireNonNull(value, "value");
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        if (name.isEmpty() || tags.containsKey("")) {
            throw new IllegalArgumentException("Cannot make a measurement: empty name in '" + name + "' " + tags);
        }
        minute.ifPresent(start -> {
            if (!start.truncatedTo(ChronoUnit.MINUTES).equals(start)) {
                throw new IllegalArgumentException(
                        "Cannot make a measurement of " + name + ": " + start + " is not the start of a minute");
            }
        });
    }

    /** A measurement of one minute. */
    public static Measurement of(String name, Map<String, String> tags, Instant minute, MetricValue value) {
        return new Measurement(name, new TreeMap<>(tags), Optional.of(minute), value);
    }

    /** A measurement that belongs to no minute. */
    public static Measurement timeless(String name, Map<String, String> tags, MetricValue value) {
        return new Measurement(name, new TreeMap<>(tags), Optional.empty(), value);
    }

    /** An {@link Optional} does not travel. */
    private Object writeReplace() {
        return new Sent(name, tags, minute.orElse(null), value);
    }

    private record Sent(
            String name,
            SortedMap<String, String> tags,
            @Nullable Instant minute,
            MetricValue value) implements Serializable {

        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            return new Measurement(name, tags, Optional.ofNullable(minute), value);
        }
    }
}
