package io.tidemark.recharge.aggregate;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;

/** Sums by number; 0 for numbers without values. */
final class LongColumn implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient long[] sums = new long[8];

    /**
     * Adds a value, which is not negative. A sum that would exceed a {@code long} is limited to the largest one: a
     * record must never stop the job.
     */
    void add(int number, long value) {
        if (number >= sums.length) {
            sums = Arrays.copyOf(sums, Math.max(number + 1, sums.length * 2));
        }
        long sum = sums[number] + value;
        sums[number] = sum < 0 ? Long.MAX_VALUE : sum;
    }

    long sum(int number) {
        return number < sums.length ? sums[number] : 0;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        int used = sums.length;
        while (used > 0 && sums[used - 1] == 0) {
            used--;
        }
        out.writeObject(PackedLongs.pack(sums, used));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        sums = PackedLongs.unpack((byte[]) in.readObject());
    }
}
