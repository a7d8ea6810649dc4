package io.tidemark.recharge.aggregate;

import java.io.Serializable;
import java.util.Arrays;

/** Sums by number, zero where nothing was added. */
final class LongColumn implements Serializable {

    private static final long serialVersionUID = 1L;

    private long[] sums = new long[8];

    /** @throws ArithmeticException if the sum would exceed a {@code long}; it stays as it was */
    void add(int number, long value) {
        if (number >= sums.length) {
            sums = Arrays.copyOf(sums, Math.max(number + 1, sums.length * 2));
        }
        sums[number] = Math.addExact(sums[number], value);
    }

    long sum(int number) {
        return number < sums.length ? sums[number] : 0;
    }
}
