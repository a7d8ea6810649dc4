package io.tidemark.bench.contestant;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The numbers of a cell, over an array that a framework may keep: records, succeeded, amount, sum of durations,
 * durations unknown. Mutable, not thread-safe.
 *
 * @param numbers those numbers; more may follow, which do not count
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares cells
public record Cell(long[] numbers) {

    /** How many numbers there are. */
    public static final int NUMBERS = 5;

    /** An empty cell. */
    public Cell() {
        this(new long[NUMBERS]);
    }

    /**
     * Counts a record.
     *
     * @param amount its amount, {@link LogRecordReader#NONE} where it is no order that succeeded
     * @param duration its milliseconds, {@link LogRecordReader#NONE} where they are unknown
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

    /** How many records it holds. */
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

    /** The numbers as bytes. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(NUMBERS * Long.BYTES);
        for (int i = 0; i < NUMBERS; i++) {
            buffer.putLong(numbers[i]);
        }
        return buffer.array();
    }

    /** What {@link #toBytes} has made. */
    public static Cell of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Cell cell = new Cell();
        for (int i = 0; i < NUMBERS; i++) {
            cell.numbers[i] = buffer.getLong();
        }
        return cell;
    }

    /** The numbers as text, with blanks between them. */
    String toText() {
        return Arrays.stream(numbers).limit(NUMBERS).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /** What {@link #toText} has made. */
    static Cell of(String text) {
        return new Cell(
                Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray());
    }
}
