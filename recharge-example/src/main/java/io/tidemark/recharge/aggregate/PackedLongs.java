package io.tidemark.recharge.aggregate;

import java.util.Arrays;

/**
 * Numbers as few bytes, the fewer the nearer to zero: seven bits a byte, the lowest first, and the sign in the last bit
 * of the number. What a task has counted is mostly small, and of a large batch it would otherwise be megabytes.
 */
final class PackedLongs {

    private static final int MOST_BYTES = 10;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private PackedLongs() {}

    /** The bytes of the first numbers. */
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

    /** The numbers that were packed. */
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
