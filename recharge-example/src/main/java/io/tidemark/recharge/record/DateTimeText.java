package io.tidemark.recharge.record;

/**
 * Parses dates with times in the formats of logs: {@code 2018-02-22T08:00:00+08:00}, {@code 2018-02-22 08:00:00.123},
 * {@code 2018/02/22 08:00}. Safe for use by several threads.
 */
final class DateTimeText {

    private static final int DATE_AND_MINUTE = 16;
    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int MOST_OFFSET_MINUTES = 18 * 60;
    private static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final int INVALID_OFFSET = Integer.MAX_VALUE;

    private DateTimeText() {}

    /** The time in milliseconds since the epoch, or {@link LogTime#INVALID}. */
    static long epochMillis(char[] text, int at, int length) {
        int end = at + length;
        if (length < DATE_AND_MINUTE
                || (text[at + 4] != '-' && text[at + 4] != '/')
                || text[at + 7] != text[at + 4]
                || (text[at + 10] != 'T' && text[at + 10] != ' ')
                || text[at + 13] != ':') {
            return LogTime.INVALID;
        }
        int next = at + DATE_AND_MINUTE;
        int second = 0;
        int milli = 0;
        if (next < end && text[next] == ':') {
            if (end - next < 3) {
                return LogTime.INVALID;
            }
            second = LogTime.digits(text, next + 1, 2);
            next += 3;
            if (next < end && (text[next] == '.' || text[next] == ',')) {
                int digits = digitsFrom(text, next + 1, end);
                if (digits == 0 || digits > MOST_FRACTION_DIGITS) {
                    return LogTime.INVALID;
                }
                milli = millis(text, next + 1, digits);
                next += 1 + digits;
            }
        }
        int offset = next == end ? NO_OFFSET : offsetMinutes(text, next, end);
        if (offset == INVALID_OFFSET) {
            return LogTime.INVALID;
        }
        LogTime.Fields fields = new LogTime.Fields(
                LogTime.digits(text, at, 4),
                LogTime.digits(text, at + 5, 2),
                LogTime.digits(text, at + 8, 2),
                LogTime.digits(text, at + 11, 2),
                LogTime.digits(text, at + 14, 2),
                second,
                milli);
        return offset == NO_OFFSET ? fields.inShanghai() : fields.atOffset(offset);
    }

    private static int offsetMinutes(char[] text, int at, int end) {
        if (text[at] == 'Z') {
            return end - at == 1 ? 0 : INVALID_OFFSET;
        }
        if (text[at] != '+' && text[at] != '-') {
            return INVALID_OFFSET;
        }
        int length = end - at;
        boolean colon = length == 6 && text[at + 3] == ':';
        if (length != 3 && length != 5 && !colon) {
            return INVALID_OFFSET;
        }
        int hours = LogTime.digits(text, at + 1, 2);
        int minutes = length == 3 ? 0 : LogTime.digits(text, end - 2, 2);
        int all = hours * 60 + minutes;
        if (hours < 0 || minutes < 0 || minutes > 59 || all > MOST_OFFSET_MINUTES) {
            return INVALID_OFFSET;
        }
        return text[at] == '-' ? -all : all;
    }

    private static int digitsFrom(char[] text, int at, int end) {
        int next = at;
        while (next < end && text[next] >= '0' && text[next] <= '9') {
            next++;
        }
        return next - at;
    }

    private static int millis(char[] text, int at, int digits) {
        int used = Math.min(3, digits);
        int millis = LogTime.digits(text, at, used);
        for (int i = used; i < 3; i++) {
            millis *= 10;
        }
        return millis;
    }
}
