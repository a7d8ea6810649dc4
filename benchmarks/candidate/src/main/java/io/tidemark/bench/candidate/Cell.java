package io.tidemark.bench.candidate;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The numbers of a cell, in an array that a framework may keep: records, succeeded, amount, sum of durations, durations
 * unknown. Mutable, not thread-safe.
 *
 * @param numbers the numbers; further elements are ignored
 */
@SuppressWarnings("ArrayRecordComponent") // cells are never compared
public record Cell(long[] numbers) {

    /** The number of values. */
    public static final int NUMBERS = 5;

    /** Creates an empty cell. */
    public Cell() {
        this(new long[NUMBERS]);
    }

    /**
     * Counts a record.
     *
     * @param amount its amount; {@link LogRecordReader#NONE} if it is not a successful order
     * @param duration its milliseconds; {@link LogRecordReader#NONE} if they are unknown
     */
    public Cell add(long amount, long duration) {
        numbers[0]++;
        if (amount != LogRecordReader.NONE) {
            numbers[1]++;
            numbers[2] += amount;
            if (duration == LogRecordReader.NONE) {
                numbers[4]++;
            } else {
                numbers[3] += duration;
            }
        }
        return this;
    }

    /** The number of records. */
    public long records() {
        return numbers[0];
    }

    long succeeded() {
        return numbers[1];
    }

    long amount() {
        return numbers[2];
    }

    long durationSum() {
        return numbers[3];
    }

    long durationUnknown() {
        return numbers[4];
    }

    /** Encodes the numbers as bytes. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(NUMBERS * Long.BYTES);
        for (int i = 0; i < NUMBERS; i++) {
            buffer.putLong(numbers[i]);
        }
        return buffer.array();
    }

    /** Decodes the result of {@link #toBytes}. */
    public static Cell of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Cell cell = new Cell();
        for (int i = 0; i < NUMBERS; i++) {
            cell.numbers[i] = buffer.getLong();
        }
        return cell;
    }

    /** Encodes the numbers as text, separated by blanks. */
    String toText() {
        return Arrays.stream(numbers).limit(NUMBERS).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /** Decodes the result of {@link #toText}. */
    static Cell of(String text) {
        return new Cell(
                Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray());
    }
}
