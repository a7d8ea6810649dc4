package io.tidemark.metrics.redis.internal.layout;

import java.util.stream.IntStream;

/**
 * The name of a hash field, encoded once. A batch has one instance for each name, so equality is identity.
 */
public final class Field {

    private static final Field[] NUMBERS = IntStream.range(0, 60)
            .mapToObj(number -> new Field(Integer.toString(number)))
            .toArray(Field[]::new);

    private final String text;
    private final byte[] utf8;

    public Field(String text) {
        this.text = text;
        this.utf8 = GroupKeys.utf8(text);
    }

    /** The field of an hour of a day or of a minute of an hour. */
    public static Field number(long number) {
        return NUMBERS[Math.toIntExact(number)];
    }

    public byte[] utf8() {
        return utf8;
    }

    @Override
    public String toString() {
        return text;
    }
}
