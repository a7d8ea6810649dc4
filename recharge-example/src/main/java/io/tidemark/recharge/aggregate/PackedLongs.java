package io.tidemark.recharge.aggregate;

import java.util.Arrays;

/**
 * Encodes numbers in few bytes: numbers near zero take the fewest. Each byte has seven bits, the lowest first; the last
 * bit of the number is its sign. Most counts of a task are small, and those of a large batch would otherwise take
 * megabytes.
 */
final class PackedLongs {

    private static final int MOST_BYTES = 10;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private PackedLongs() {}

    /** Encodes the first numbers. */
    static byte[] pack(long[] numbers, int count) {
        byte[] bytes = new byte[2 * count + MOST_BYTES];
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (bytes.length - at < MOST_BYTES) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
            long left = (numbers[i] << 1) ^ (numbers[i] >> (Long.SIZE - 1));
            while ((left & -MORE) != 0) {
                bytes[at++] = (byte) (left | MORE);
                left >>>= BITS;
            }
            bytes[at++] = (byte) left;
        }
        return Arrays.copyOf(bytes, at);
    }

    /** Decodes the numbers. */
    static long[] unpack(byte[] bytes) {
        int count = 0;
        for (byte each : bytes) {
            count += each >= 0 ? 1 : 0;
        }
        long[] numbers = new long[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            long read = 0;
            int shift = 0;
            while (bytes[at] < 0) {
                read |= (long) (bytes[at++] & (MORE - 1)) << shift;
                shift += BITS;
            }
            read |= (long) bytes[at++] << shift;
            numbers[i] = (read >>> 1) ^ -(read & 1);
        }
        return numbers;
    }
}
