package io.tidemark.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A query to a {@link MetricReader}.
 *
 * @since 0.1
 */
public sealed interface MetricQuery {

    /**
     * The merged value of a metric over a period, for each combination of tags that occurs.
     *
     * @param metric the metric's name
     * @param period the period; it includes values of an hour if it contains the whole hour; only {@link Period#all()}
     *     includes values without a time
     */
    record Totals(String metric, Period period) implements MetricQuery {}

    /**
     * The merged value of a metric for each step of a period in which there is one.
     *
     * @param metric the metric's name
     * @param tags the tags that the values must have; empty for all values of the metric, merged
     * @param period the period; it includes values of an hour if it contains the whole hour
     * @param step the length of a step; only steps of an hour include values of an hour
     */
    record Series(String metric, SortedMap<String, String> tags, Period period, Step step) implements MetricQuery {

        public Series {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }

        /** A series of all values of a metric that carry the given tags. */
        public static Series of(String metric, Map<String, String> tags, Period period, Step step) {
            return new Series(metric, new TreeMap<>(tags), period, step);
        }
    }

    /** The length of a step of a series; steps begin at its multiples since the epoch. */
    enum Step {
        MINUTE(Duration.ofMinutes(1)),
        HOUR(Duration.ofHours(1));

        private final Duration length;

        Step(Duration length) {
            this.length = length;
        }

        /** The duration of a step. */
        public Duration length() {
            return length;
        }
    }
}
