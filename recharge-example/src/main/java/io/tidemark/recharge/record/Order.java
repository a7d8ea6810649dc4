package io.tidemark.recharge.record;

/**
 * An order. A {@link RecordParser} reuses one instance for all records: its values are valid until the next call of
 * {@link RecordParser#parse}.
 */
public final class Order implements ParsedRecord {

    /** The duration of an order with a missing or malformed end, or with an end before its start. */
    public static final long UNKNOWN = -1;

    private static final long MINUTE_MILLIS = 60_000;

    private long start;
    private long duration;
    private long amount;
    private int region;
    private boolean succeeded;
    private int failure;
    private final ValueTable failureCodes;
    private final ValueTable[] dimensions;
    private final int[] values;

    Order(ValueTable failureCodes, ValueTable[] dimensions) {
        this.failureCodes = failureCodes;
        this.dimensions = dimensions;
        this.values = new int[dimensions.length];
    }

    Order fill(long start, long duration, long amount, int region, boolean succeeded) {
        this.start = start;
        this.duration = duration;
        this.amount = amount;
        this.region = region;
        this.succeeded = succeeded;
        return this;
    }

    /** The start of the process, in milliseconds since the epoch. */
    public long startMillis() {
        return start;
    }

    /** The minute in which the order is counted, that of its start, in minutes since the epoch. */
    public long minute() {
        return Math.floorDiv(start, MINUTE_MILLIS);
    }

    /** The duration of the process in milliseconds, or {@link #UNKNOWN}. */
    public long durationMillis() {
        return duration;
    }

    /** The amount in fen, not negative. */
    public long amountFen() {
        return amount;
    }

    /** The region's index in the table of the dictionary; the number of regions if the table does not have it. */
    public int region() {
        return region;
    }

    /** Whether the recharge succeeded. */
    public boolean succeeded() {
        return succeeded;
    }

    Order fillFailure(int code) {
        failure = code;
        return this;
    }

    Order fillDimension(int dimension, int value) {
        values[dimension] = value;
        return this;
    }

    /** The failure code of a failed order, as its number in {@link #failureCodes}. */
    public int failure() {
        return failure;
    }

    /** The failure codes by number, of all orders of one parser. */
    public ValueTable failureCodes() {
        return failureCodes;
    }

    /** The number of dimensions. */
    public int dimensions() {
        return dimensions.length;
    }

    /** The order's value of a dimension, as its number in {@link #values}. */
    public int value(int dimension) {
        return values[dimension];
    }

    /** The values of a dimension by number, of all orders of one parser. */
    public ValueTable values(int dimension) {
        return dimensions[dimension];
    }
}
