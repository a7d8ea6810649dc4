package io.tidemark.site;

import io.tidemark.site.report.RechargeReport.Minute;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * The minutes that the time axes span.
 *
 * @param from the first minute, inclusive
 * @param to the end, exclusive
 */
record Window(Instant from, Instant to) {

    /** Orders younger than this mean that the job is at work, and the axes reach up to the running minute. */
    private static final Duration AT_WORK = Duration.ofHours(1);

    /**
     * A choice that moves with the clock by the minute shows all its minutes. Any other begins with the first minute that
     * has orders, so that a day that began at noon is not half empty, and ends with the last, or with the running minute
     * while the job is at work.
     */
    static Window of(PeriodChoice choice, List<Minute> minutes, Instant now) {
        Instant running = now.truncatedTo(ChronoUnit.MINUTES);
        Instant afterRunning = running.plus(1, ChronoUnit.MINUTES);
        if (choice instanceof PeriodChoice.Last last) {
            return new Window(afterRunning.minus(last.length()), afterRunning);
        }
        if (minutes.isEmpty()) {
            return new Window(running, running);
        }
        Instant first = minutes.get(0).minute();
        Instant end = last(minutes, afterRunning.plus(AT_WORK)).plus(1, ChronoUnit.MINUTES);
        Instant bound = choice.at(now).to().orElse(Instant.MAX);
        boolean atWork = end.isBefore(afterRunning) && end.plus(AT_WORK).isAfter(running);
        return new Window(first, atWork && !afterRunning.isAfter(bound) ? afterRunning : end);
    }

    /** A single order from a clock that runs years ahead must not push all others off the axis. */
    private static Instant last(List<Minute> minutes, Instant believable) {
        List<Instant> all = minutes.stream().map(Minute::minute).toList();
        return all.stream()
                .filter(believable::isAfter)
                .max(Comparator.naturalOrder())
                .orElse(all.get(all.size() - 1));
    }
}
