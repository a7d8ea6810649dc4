package io.tidemark.recharge.generate;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** A growing buffer of one line or several, with the formats of numbers and times in a record. Not thread-safe. */
final class Lines {

    private static final long SHANGHAI_MILLIS = 8 * 3_600_000L;
    private static final long DAY_MILLIS = 86_400_000L;

    private byte[] bytes = new byte[4096];
    private int length;

    /** The day whose eight digits are cached, because most times are of the same day. */
    private long keptDay = Long.MIN_VALUE;

    private int keptDigits;

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    int length() {
        return length;
    }

    /** The bytes, valid up to {@link #length()} and until the next change. */
    byte[] bytes() {
        return bytes;
    }

    void clear() {
        length = 0;
    }

    /** Truncates the buffer. */
    void cutTo(int newLength) {
        length = newLength;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    Lines add(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** Appends text of ASCII characters. */
    Lines ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** Appends a number with a fixed number of digits, padded with zeros. */
    Lines digits(long number, int width) {
        room(width);
        long rest = number;
        for (int i = length + width - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
        return this;
    }

    /** Appends a number that is not negative. */
    Lines number(long number) {
        int width = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            width++;
        }
        return digits(number, width);
    }

    /** Appends a time of Shanghai as 14 digits, to the second. */
    Lines seconds(long epochMillis) {
        long local = epochMillis + SHANGHAI_MILLIS;
        long day = Math.floorDiv(local, DAY_MILLIS);
        int second = (int) (Math.floorMod(local, DAY_MILLIS) / 1000);
        digits(dayDigits(day), 8);
        return digits(second / 3600 * 10_000L + second / 60 % 60 * 100L + second % 60, 6);
    }

    /** Appends a time of Shanghai as 17 digits, to the millisecond. */
    Lines millis(long epochMillis) {
        return seconds(epochMillis).digits(Math.floorMod(epochMillis, 1000), 3);
    }

    private int dayDigits(long epochDay) {
        if (epochDay != keptDay) {
            LocalDate date = LocalDate.ofEpochDay(epochDay);
            keptDay = epochDay;
            keptDigits = date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth();
        }
        return keptDigits;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
