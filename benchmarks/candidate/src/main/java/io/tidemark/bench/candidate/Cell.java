package io.tidemark.bench.candidate;

/**
 * The numbers of a cell: records, succeeded, amount, sum of durations, durations
 * unknown. Mutable, not thread-safe.
 *
 * @param numbers the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // cells are never compared
public record Cell(long[] numbers) {

    private static final int NUMBERS = 5;

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

    /** Copies the cell. */
    Cell copy() {
        return new Cell(numbers.clone());
    }

    void write(PackedBytes bytes) {
        for (int i = 0; i < NUMBERS; i++) {
            bytes.put(numbers[i]);
        }
    }

    static Cell read(PackedBytes bytes) {
        Cell cell = new Cell();
        for (int i = 0; i < NUMBERS; i++) {
            cell.numbers[i] = bytes.number();
        }
        return cell;
    }
}
