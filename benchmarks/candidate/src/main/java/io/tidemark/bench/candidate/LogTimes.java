package io.tidemark.bench.candidate;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Parses the log's times, {@code uuuuMMddHHmmssSSS}, all in one zone with a constant offset. */
final class LogTimes {

    static final int DIGITS = 17;

    private static final long DAY_MILLIS = 86_400_000;

    private LogTimes() {}

    /**
     * The milliseconds of the first digits of a text, as local time; {@link LogRecordReader#NONE} if it is not a time.
     */
    static long millis(String text) {
        if (text.length() < DIGITS) {
            return LogRecordReader.NONE;
        }
        for (int i = 0; i < DIGITS; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return LogRecordReader.NONE;
            }
        }
        int hour = number(text, 8, 10);
        int minute = number(text, 10, 12);
        int second = number(text, 12, 14);
        if (hour > 23 || minute > 59 || second > 59) {
            return LogRecordReader.NONE;
        }
        try {
            long day = LocalDate.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8))
                    .toEpochDay();
            return day * DAY_MILLIS + ((hour * 60L + minute) * 60 + second) * 1000 + number(text, 14, DIGITS);
        } catch (DateTimeException e) {
            return LogRecordReader.NONE;
        }
    }

    private static int number(String text, int from, int until) {
        int number = 0;
        for (int i = from; i < until; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
