package io.tidemark.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A question to a {@link MetricReader}. */
public sealed interface MetricQuery {

    /**
     * The merged value of a metric over a period, for each combination of tags that occurs.
     *
     * @param metric the metric's name
     * @param period the period; values of an hour are part of it if all of the hour is, values of no time are part of
     *     {@link Period#all()} alone
     */
    record Totals(String metric, Period period) implements MetricQuery {}

    /**
     * The merged value of a metric for each step of a period in which there is one.
     *
     * @param metric the metric's name
     * @param tags what the values must be tagged with; empty for all values of the metric, merged
     * @param period the period; values of an hour are part of it if all of the hour is
     * @param step the length of a step; values of an hour are in steps of an hour alone
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

        /** How long a step is. */
        public Duration length() {
            return length;
        }
    }
}
