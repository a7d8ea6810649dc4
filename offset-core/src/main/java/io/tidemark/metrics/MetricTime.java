package io.tidemark.metrics;

import io.tidemark.metrics.MetricQuery.Step;
import java.io.Serializable;
import java.time.Instant;

/**
 * The minute or the hour that a value belongs to. A value that is measured by the hour is only stored by the hour and
 * in coarser steps. That is useful for metrics with few values per minute, such as the histogram of one city.
 *
 * @param start its first instant
 * @param step its length
 * @since 0.1
 */
public record MetricTime(Instant start, Step step) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if {@code start} is not the start of a step */
    public MetricTime {
        if (start.getNano() != 0
                || Math.floorMod(start.getEpochSecond(), step.length().toSeconds()) != 0) {
            throw new IllegalArgumentException("Cannot make a time of a metric: " + start + " is not the start of "
                    + (step == Step.HOUR ? "an hour" : "a minute"));
        }
    }

    /** One minute. */
    public static MetricTime minute(Instant start) {
        return new MetricTime(start, Step.MINUTE);
    }

    /** One hour in UTC, and in all time zones that differ from UTC by whole hours. */
    public static MetricTime hour(Instant start) {
        return new MetricTime(start, Step.HOUR);
    }

    /** The first instant after it. */
    public Instant end() {
        return start.plus(step.length());
    }

    @Override
    public String toString() {
        return (step == Step.HOUR ? "hour " : "minute ") + start;
    }
}
