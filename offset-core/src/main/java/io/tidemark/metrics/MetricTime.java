package io.tidemark.metrics;

import io.tidemark.metrics.MetricQuery.Step;
import java.io.Serializable;
import java.time.Instant;

/**
 * The minute or the hour that a value belongs to. What is measured by the hour is held by the hour and coarser: fewer
 * values, where minutes would hold next to nothing each, such as the histogram of one city.
 *
 * @param start its first instant
 * @param step how long it is
 */
public record MetricTime(Instant start, Step step) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if {@code start} is not where a step starts */
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

    /** One hour, of UTC as of all time zones that are whole hours away from it. */
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
