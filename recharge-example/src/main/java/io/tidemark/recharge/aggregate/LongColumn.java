package io.tidemark.recharge.aggregate;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;

/** Sums by number, zero where nothing was added. */
final class LongColumn implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient long[] sums = new long[8];

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
