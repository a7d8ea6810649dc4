package io.tidemark.recharge.aggregate;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;

/** Numbers distinct {@code long} keys from 0 on, in the order of their first occurrence, without boxing. */
final class LongIndex implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 16;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private transient long[] keys = new long[FIRST_CAPACITY / 2];
    /** A hash table of key numbers plus one; its length is a power of two and at least twice the number of keys. */
    private transient int[] table = new int[FIRST_CAPACITY];

    private transient int size;

    /** How many keys there are. */
    int size() {
        return size;
    }

    /** The key of a number. */
    long key(int number) {
        return keys[number];
    }

    /** The number of a key. A new key gets the next number. */
    int numberOf(long key) {
        int place = place(key);
        if (table[place] == 0) {
            if (size == keys.length) {
                grow();
                place = place(key);
            }
            keys[size++] = key;
            table[place] = size;
        }
        return table[place] - 1;
    }

    private int place(long key) {
        int mask = table.length - 1;
        int place = (int) ((key * SPREAD) >>> 32) & mask;
        while (table[place] != 0 && keys[table[place] - 1] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        keys = Arrays.copyOf(keys, keys.length * 2);
        fillTable();
    }

    private void fillTable() {
        table = new int[keys.length * 2];
        for (int number = 0; number < size; number++) {
            table[place(keys[number])] = number + 1;
        }
    }

    /** Encodes the differences between neighbouring keys, which are small if keys are roughly in the order of time. */
    private void writeObject(ObjectOutputStream out) throws IOException {
        long[] steps = new long[size];
        for (int number = 0; number < size; number++) {
            steps[number] = number == 0 ? keys[0] : keys[number] - keys[number - 1];
        }
        out.writeObject(PackedLongs.pack(steps, size));
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        long[] steps = PackedLongs.unpack((byte[]) in.readObject());
        size = steps.length;
        keys = new long[Math.max(FIRST_CAPACITY / 2, Integer.highestOneBit(size) * 2)];
        long key = 0;
        for (int number = 0; number < size; number++) {
            key += steps[number];
            keys[number] = key;
        }
        fillTable();
    }
}
