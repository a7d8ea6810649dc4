package io.tidemark.recharge.record;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers the values of a dimension in the order of their occurrence. The texts may come from invalid records, so the
 * number and the length of values are limited. Other values become {@link #OTHER}. For use by one thread.
 */
public final class ValueTable implements Serializable {

    /** The value of everything beyond the limits. */
    public static final String OTHER = "other";

    /** The value of orders without one. */
    public static final String MISSING = "none";

    /** The longest value, in characters; longer ones are {@link #OTHER}. */
    public static final int LONGEST = 32;

    static final int OTHER_NUMBER = 0;
    static final int MISSING_NUMBER = 1;

    private static final long serialVersionUID = 1L;

    private final String name;
    private final int most;
    private String[] values = new String[16];
    private int size;
    /** A hash table of numbers plus one; its length is a power of two and at least twice the number of values. */
    private int[] table = new int[32];

    /**
     * Creates a table.
     *
     * @param name the dimension
     * @param known the values that are always kept
     * @param limit the maximum number of values, including the known ones
     */
    public ValueTable(String name, List<String> known, int limit) {
        this.name = name;
        this.most = (int) Math.min(Integer.MAX_VALUE, 2L + Math.max(known.size(), limit));
        number(OTHER);
        number(MISSING);
        known.forEach(this::number);
    }

    /** The dimension. */
    public String name() {
        return name;
    }

    /** The number of values, including {@link #OTHER} and {@link #MISSING}. */
    public int size() {
        return size;
    }

    /** The value of a number. */
    public String value(int number) {
        return values[number];
    }

    /** The number of a value; that of {@link #OTHER} if the table is full. */
    public int number(String value) {
        return number(value.toCharArray(), 0, value.length());
    }

    int number(char[] text, int at, int length) {
        if (length > LONGEST) {
            return OTHER_NUMBER;
        }
        int place = place(text, at, length);
        if (table[place] == 0) {
            if (size == most) {
                return OTHER_NUMBER;
            }
            if (size == values.length) {
                grow();
                place = place(text, at, length);
            }
            values[size++] = new String(text, at, length);
            table[place] = size;
        }
        return table[place] - 1;
    }

    private int place(char[] text, int at, int length) {
        int hash = 0;
        for (int i = at; i < at + length; i++) {
            hash = hash * 31 + text[i];
        }
        int mask = table.length - 1;
        int place = (hash ^ hash >>> 15) & mask;
        while (table[place] != 0 && !equal(values[table[place] - 1], text, at, length)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static boolean equal(String value, char[] text, int at, int length) {
        if (value.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (value.charAt(i) != text[at + i]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        values = Arrays.copyOf(values, values.length * 2);
        table = new int[table.length * 2];
        for (int number = 0; number < size; number++) {
            char[] text = values[number].toCharArray();
            table[place(text, 0, text.length)] = number + 1;
        }
    }
}
