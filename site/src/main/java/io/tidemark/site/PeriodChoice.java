package io.tidemark.site;

import io.tidemark.metrics.Period;
import io.tidemark.recharge.report.ReportRules;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The period that a visitor has chosen. Some choices move with the clock. */
sealed interface PeriodChoice {

    /** The first day that can be requested; no earlier order is plausible. */
    LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    /** The last day that can be requested; no later order is plausible. */
    LocalDate LAST_DAY = LocalDate.of(2099, 12, 31);

    /** The current period of the choice. */
    Period at(Instant now);

    /** The choice as a URL parameter. */
    String spelling();

    /** The minutes up to and including the current one. */
    record Last(String spelling, Duration length) implements PeriodChoice {
        @Override
        public Period at(Instant now) {
            Instant end = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            return Period.between(end.minus(length), end);
        }
    }

    /** The current day. */
    record Today() implements PeriodChoice {
        @Override
        public Period at(Instant now) {
            return new Day(now.atZone(ReportRules.ZONE).toLocalDate()).at(now);
        }

        @Override
        public String spelling() {
            return "today";
        }
    }

    /** One day. */
    record Day(LocalDate date) implements PeriodChoice {
        @Override
        public Period at(Instant now) {
            return Period.between(
                    date.atStartOfDay(ReportRules.ZONE).toInstant(),
                    date.plusDays(1).atStartOfDay(ReportRules.ZONE).toInstant());
        }

        @Override
        public String spelling() {
            return date.toString();
        }
    }

    /** The whole history. */
    record All() implements PeriodChoice {
        @Override
        public Period at(Instant now) {
            return Period.all();
        }

        @Override
        public String spelling() {
            return "all";
        }
    }

    /** Any period. */
    record Span(Period period) implements PeriodChoice {
        @Override
        public Period at(Instant now) {
            return period;
        }

        @Override
        public String spelling() {
            return "span";
        }
    }

    /**
     * Parses a choice from its name or its date.
     *
     * @throws BadRequestException if there is no such choice, or the day is not plausible
     */
    static PeriodChoice named(String name) {
        return switch (name) {
            case "15m" -> new Last(name, Duration.ofMinutes(15));
            case "1h" -> new Last(name, Duration.ofHours(1));
            case "today" -> new Today();
            case "all" -> new All();
            default -> {
                try {
                    yield new Day(requirePlausible("period", LocalDate.parse(name)));
                } catch (DateTimeException e) {
                    throw new BadRequestException(
                            "period '" + name + "' is none of 15m, 1h, today, all or a day such as 2026-01-01", e);
                }
            }
        };
    }

    /**
     * Parses a period from its bounds.
     *
     * @throws BadRequestException if a bound is not a plausible minute, or the end is before the beginning
     */
    static PeriodChoice span(Optional<String> from, Optional<String> to) {
        try {
            return new Span(new Period(from.map(text -> minute("from", text)), to.map(text -> minute("to", text))));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Instant minute(String name, String text) {
        // a plus sign that was not escaped arrives as a blank
        String time = text.replace(' ', '+');
        try {
            Instant instant = time.length() <= 10
                    ? LocalDate.parse(time).atStartOfDay(ReportRules.ZONE).toInstant()
                    : DateTimeFormatter.ISO_DATE_TIME.parseBest(time, OffsetDateTime::from, LocalDateTime::from)
                                    instanceof OffsetDateTime offset
                            ? offset.toInstant()
                            : LocalDateTime.parse(time).atZone(ReportRules.ZONE).toInstant();
            LocalDate day = instant.atZone(ReportRules.ZONE).toLocalDate();
            // the end of the last day is the start of the day after it
            boolean isEnd = instant.equals(
                    LAST_DAY.plusDays(1).atStartOfDay(ReportRules.ZONE).toInstant());
            requirePlausible(name, isEnd ? LAST_DAY : day);
            return instant;
        } catch (DateTimeException e) {
            throw new BadRequestException(
                    "'" + name + "' is '" + text + "', not a time such as 2026-01-01T08:00+08:00 or 2026-01-01T08:00",
                    e);
        }
    }

    private static LocalDate requirePlausible(String name, LocalDate day) {
        if (day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new BadRequestException("'" + name + "' is not from " + FIRST_DAY + " to " + LAST_DAY);
        }
        return day;
    }
}
