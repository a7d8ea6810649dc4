package io.tidemark.site;

import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which minutes and hours the charts of a view draw. The whole history may hold a year of minutes: the charts show the
 * latest of them, and no more is read.
 *
 * @param minutes the minutes to read
 * @param hours the hours to read
 */
record Spans(Period minutes, Period hours) {

    static final int MOST_MINUTES = 24 * 60;
    static final int MOST_HOURS = 14 * 24;

    /** How much the history may grow between two readings. */
    private static final Duration SLACK = Duration.ofHours(3);

    /** Whether all steps of a period can be read, regardless of how many of them have orders. */
    static boolean isShort(Period period) {
        return period.from().isPresent()
                && period.to().isPresent()
                && Duration.between(period.from().get(), period.to().get()).toMinutes() <= MOST_MINUTES;
    }

    static Spans whole(Period period) {
        return new Spans(period, period);
    }

    /** The minutes or the hours. */
    Period of(Step step) {
        return step == Step.MINUTE ? minutes : hours;
    }

    /**
     * The latest steps of a long period, and one additional day, which shows whether there were earlier ones.
     *
     * @param latest the latest hour with orders
     */
    static Spans latest(Period period, Instant latest) {
        Instant end = latest.truncatedTo(ChronoUnit.HOURS).plus(SLACK);
        return new Spans(
                latest(period, end, Duration.ofMinutes(MOST_MINUTES)),
                latest(period, end, Duration.ofHours(MOST_HOURS)));
    }

    private static Period latest(Period period, Instant end, Duration most) {
        Instant to = period.to().filter(end::isAfter).orElse(end);
        Instant from = to.minus(most).minus(SLACK).minus(1, ChronoUnit.DAYS);
        Instant begin = period.from().filter(from::isBefore).orElse(from);
        return Period.between(begin.isBefore(to) ? begin : to, to);
    }
}
