package io.tidemark.site;

import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.recharge.report.RechargeReport.Minute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * The period of a time axis.
 *
 * @param from the first step, inclusive
 * @param to the end, exclusive
 */
record Window(Instant from, Instant to) {

    /** If there are orders younger than this, the job is running, and the axes reach up to the current step. */
    private static final Duration AT_WORK = Duration.ofHours(1);

    /**
     * A choice that moves with the clock by the minute shows all its minutes. Any other begins with the first step that
     * has orders, so that a day that began at noon is not half empty, and ends with the last one, or with the current
     * step while the job is running.
     *
     * @param steps the minutes or hours that have orders
     */
    static Window of(PeriodChoice choice, List<Minute> steps, Step step, Instant now) {
        Instant running = floor(now, step);
        Instant afterRunning = running.plus(step.length());
        if (choice instanceof PeriodChoice.Last last) {
            Instant end = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            return new Window(end.minus(last.length()), end);
        }
        if (steps.isEmpty()) {
            return new Window(running, running);
        }
        List<Instant> times = steps.stream().map(Minute::minute).toList();
        Instant end = latest(times, now).plus(step.length());
        Instant bound = choice.at(now).to().orElse(Instant.MAX);
        boolean atWork = end.isBefore(afterRunning) && end.plus(AT_WORK).isAfter(running);
        return new Window(times.get(0), atWork && running.isBefore(bound) ? afterRunning : end);
    }

    /**
     * The latest of some times, unless it is in the future and others are not: a single order from a clock that is
     * years ahead must not move all others off the axis.
     *
     * @param times in ascending order, not empty
     */
    static Instant latest(List<Instant> times, Instant now) {
        return times.stream()
                .filter(now.plus(AT_WORK)::isAfter)
                .max(Comparator.naturalOrder())
                .orElse(times.get(times.size() - 1));
    }

    private static Instant floor(Instant time, Step step) {
        long seconds = step.length().toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
}
