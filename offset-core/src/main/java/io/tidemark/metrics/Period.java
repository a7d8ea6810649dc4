package io.tidemark.metrics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A range of minutes.
 *
 * @param from the first minute, inclusive; empty for the beginning of the history
 * @param to the end, exclusive; empty for the end of the history
 * @since 0.1
 */
public record Period(Optional<Instant> from, Optional<Instant> to) {

    /**
     * @throws IllegalArgumentException if a bound is not the start of a minute, or {@code to} is before {@code from}
     */
    public Period {
        from.ifPresent(Period::requireMinute);
        to.ifPresent(Period::requireMinute);
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            throw new IllegalArgumentException(
                    "Cannot make a period: it ends at " + to.get() + ", before it begins at " + from.get());
        }
    }

    /** The whole stored history. */
    public static Period all() {
        return new Period(Optional.empty(), Optional.empty());
    }

    /** The minutes from {@code from} (inclusive) to {@code to} (exclusive). */
    public static Period between(Instant from, Instant to) {
        return new Period(Optional.of(from), Optional.of(to));
    }

    /** Whether the period has no bound. */
    public boolean isAll() {
        return from.isEmpty() && to.isEmpty();
    }

    /** Whether the period contains a minute, or all of an hour. */
    public boolean contains(MetricTime time) {
        return from.map(bound -> !time.start().isBefore(bound)).orElse(true)
                && to.map(bound -> !time.end().isAfter(bound)).orElse(true);
    }

    private static void requireMinute(Instant bound) {
        if (!bound.truncatedTo(ChronoUnit.MINUTES).equals(bound)) {
            throw new IllegalArgumentException(
                    "Cannot bound a period by " + bound + ": it is not the start of a minute");
        }
    }
}
