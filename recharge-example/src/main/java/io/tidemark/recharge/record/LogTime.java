package io.tidemark.recharge.record;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** Parses the log's times: {@code uuuuMMddHHmmssSSS} in Shanghai. */
final class LogTime {

    /** The result for text that is not a time. */
    static final long INVALID = Long.MIN_VALUE;

    /** The number of digits of a time. */
    static final int DIGITS = 17;

    /** The number of digits of a time without milliseconds. */
    static final int DIGITS_OF_SECONDS = 14;

    private static final int MOST_EPOCH_DIGITS = 15;
    /** 9999-12-31T23:59:59.999 in Shanghai. */
    private static final long LATEST = 253_402_271_999_999L;

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long DAY_MILLIS = 86_400_000;
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final int[] DAYS_OF_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    /** From this local time on the zone has only one offset. */
    private static final long STEADY_FROM_LOCAL_MILLIS;

    private static final long STEADY_OFFSET_MILLIS;

    static {
        ZoneRules rules = ZONE.getRules();
        long last = rules.getTransitions().stream()
                .map(ZoneOffsetTransition::getInstant)
                .mapToLong(Instant::toEpochMilli)
                .max()
                .orElse(Long.MIN_VALUE + DAY_MILLIS);
        STEADY_FROM_LOCAL_MILLIS = rules.getTransitionRules().isEmpty() ? last + 2 * DAY_MILLIS : Long.MAX_VALUE;
        STEADY_OFFSET_MILLIS =
                rules.getOffset(Instant.ofEpochMilli(last + DAY_MILLIS)).getTotalSeconds() * 1000L;
    }

    private LogTime() {}

    /**
     * Parses a time of 17 characters.
     *
     * @param text holds the characters
     * @param at their start; the array has at least 17 characters from there
     * @return milliseconds since the epoch, or {@link #INVALID}
     */
    static long epochMillis(char[] text, int at) {
        return epochMillis(text, at, digits(text, at + DIGITS_OF_SECONDS, DIGITS - DIGITS_OF_SECONDS));
    }

    /** Parses a time of 14 characters, without milliseconds. */
    static long epochMillisOfSeconds(char[] text, int at) {
        return epochMillis(text, at, 0);
    }

    /** Parses a time in milliseconds since the epoch. */
    static long fromEpochMillis(char[] text, int at, int length) {
        long millis = length > MOST_EPOCH_DIGITS ? INVALID : Amounts.digits(text, at, length);
        return millis > LATEST ? INVALID : millis;
    }

    /** Parses a time in seconds since the epoch. */
    static long fromEpochSeconds(char[] text, int at, int length) {
        long seconds = length > MOST_EPOCH_DIGITS - 3 ? INVALID : Amounts.digits(text, at, length);
        return seconds == INVALID || seconds > LATEST / 1_000 ? INVALID : seconds * 1_000;
    }

    private static long epochMillis(char[] text, int at, int milli) {
        return epochMillis(
                digits(text, at, 4),
                digits(text, at + 4, 2),
                digits(text, at + 6, 2),
                digits(text, at + 8, 2),
                digits(text, at + 10, 2),
                digits(text, at + 12, 2),
                milli);
    }

    private static long epochMillis(int year, int month, int day, int hour, int minute, int second, int milli) {
        long local = localMillis(year, month, day, hour, minute, second, milli);
        if (local == INVALID) {
            return INVALID;
        }
        return local >= STEADY_FROM_LOCAL_MILLIS
                ? local - STEADY_OFFSET_MILLIS
                : LocalDateTime.of(year, month, day, hour, minute, second, milli * 1_000_000)
                        .atZone(ZONE)
                        .toInstant()
                        .toEpochMilli();
    }

    private static long localMillis(int year, int month, int day, int hour, int minute, int second, int milli) {
        // one sign bit for all: the number is negative if any character is not a digit
        if ((year | month | day | hour | minute | second | milli) < 0
                || month < 1
                || month > 12
                || day < 1
                || day > daysOf(year, month)
                || hour > 23
                || minute > 59
                || second > 59) {
            return INVALID;
        }
        return epochDay(year, month, day) * DAY_MILLIS + hour * 3_600_000L + minute * 60_000L + second * 1_000L + milli;
    }

    /** The parts of a time; a negative one is not valid. */
    record Fields(int year, int month, int day, int hour, int minute, int second, int milli) {

        /** The time in milliseconds since the epoch, or {@link #INVALID}. */
        long inShanghai() {
            return epochMillis(year, month, day, hour, minute, second, milli);
        }

        /** The time in milliseconds since the epoch, or {@link #INVALID}. */
        long atOffset(int minutes) {
            long local = localMillis(year, month, day, hour, minute, second, milli);
            return local == INVALID ? INVALID : local - minutes * 60_000L;
        }
    }

    /** The value of some digits; negative if one of the characters is not a digit. */
    static int digits(char[] text, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static int daysOf(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : DAYS_OF_MONTH[month - 1];
    }

    private static boolean isLeap(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    private static long epochDay(int year, int month, int day) {
        long before = year - 1L;
        long days = 365 * before + Math.floorDiv(before, 4) - Math.floorDiv(before, 100) + Math.floorDiv(before, 400);
        int leapDay = month > 2 && isLeap(year) ? 1 : 0;
        // 719,162 days lie between 0001-01-01 and the epoch
        return days + DAYS_BEFORE_MONTH[month - 1] + leapDay + day - 1 - 719_162;
    }
}
