package io.tidemark.metrics.redis.internal.layout;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers the fields of one hash from 0, in the order of their first occurrence. A batch has thousands of hashes with a
 * few fields each, and looks up hundreds of thousands of fields; the nodes of a map would be most of the cost. Not safe
 * for use by several threads.
 */
public final class FieldIndex {

    private static final int FIRST_CAPACITY = 8;
    private static final int SPREAD = 0x9E3779B9;

    private Field[] fields = new Field[FIRST_CAPACITY / 2];
    /** A hash table of field numbers plus one; its length is a power of two and at least twice the number of fields. */
    private int[] table = new int[FIRST_CAPACITY];

    private int size;

    /** The number of fields. */
    public int size() {
        return size;
    }

    /** The fields by number. */
    public List<Field> fields() {
        return List.of(Arrays.copyOf(fields, size));
    }

    /** The number of a field. A new field gets the next number. */
    public int numberOf(Field field) {
        int place = place(field);
        if (table[place] == 0) {
            if (size == fields.length) {
                grow();
                place = place(field);
            }
            fields[size++] = field;
            table[place] = size;
        }
        return table[place] - 1;
    }

    @SuppressWarnings("ReferenceEquality") // a batch has one instance for each name
    private int place(Field field) {
        int mask = table.length - 1;
        int place = ((field.hashCode() * SPREAD) >>> 16) & mask;
        while (table[place] != 0 && fields[table[place] - 1] != field) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        fields = Arrays.copyOf(fields, fields.length * 2);
        table = new int[table.length * 2];
        for (int number = 0; number < size; number++) {
            table[place(fields[number])] = number + 1;
        }
    }
}
