package io.tidemark.bench.candidate;

import io.tidemark.metrics.LogBuckets;

/**
 * The counts of a cell of {@link OrderKey}, everything that the job counts: orders, successes, amount and durations, in
 * all and by channel and payer; failed orders by code; and a histogram of the durations. Mutable, not thread-safe.
 */
public final class OrderCell {

    private final CellsByValue channels;
    private final CellsByValue payers;
    private final CellsByValue failures;
    private final Cell all;
    private final BucketCounts durations;

    /** Creates an empty cell. */
    public OrderCell() {
        this(new Cell(), new CellsByValue(), new CellsByValue(), new CellsByValue(), new BucketCounts());
    }

    private OrderCell(
            Cell all, CellsByValue channels, CellsByValue payers, CellsByValue failures, BucketCounts durations) {
        this.all = all;
        this.channels = channels;
        this.payers = payers;
        this.failures = failures;
        this.durations = durations;
    }

    /** Counts a record, as {@link OrderReader} reads it. */
    public OrderCell add(long amount, long duration, String channel, String payer, String failure) {
        all.add(amount, duration);
        if (!channel.isEmpty()) {
            channels.of(channel).add(amount, duration);
            payers.of(payer).add(amount, duration);
        }
        if (!failure.isEmpty()) {
            failures.of(failure).add(LogRecordReader.NONE, LogRecordReader.NONE);
        }
        if (duration != LogRecordReader.NONE) {
            durations.add(LogBuckets.bucketOf(duration), 1);
        }
        return this;
    }

    /** The number of records. */
    public long records() {
        return all.records();
    }

    /** Copies the cell. */
    public OrderCell copy() {
        return new OrderCell(all.copy(), channels.copy(), payers.copy(), failures.copy(), durations.copy());
    }

    /** Encodes the counts as bytes. */
    public byte[] toBytes() {
        PackedBytes bytes = new PackedBytes();
        all.write(bytes);
        channels.write(bytes);
        payers.write(bytes);
        failures.write(bytes);
        durations.write(bytes);
        return bytes.toArray();
    }

    /** Decodes the result of {@link #toBytes}. */
    public static OrderCell of(byte[] encoded) {
        PackedBytes bytes = new PackedBytes(encoded);
        return new OrderCell(
                Cell.read(bytes),
                CellsByValue.read(bytes),
                CellsByValue.read(bytes),
                CellsByValue.read(bytes),
                BucketCounts.read(bytes));
    }

    /** Adds the counts to totals. */
    void addTo(Totals totals, long key) {
        totals.add(Totals.READ, all.records());
        if (!OrderKey.isOrder(key)) {
            totals.add(OrderKey.kind(key), all.records());
            return;
        }
        String city = OrderKey.city(key);
        totals.addOrders("city:" + city, all);
        totals.addOrders("minute:" + OrderKey.minute(key), all);
        totals.addDurations(Totals.DURATION, all);
        channels.forEach((channel, cell) -> totals.addValue(OrderReader.CHANNEL, channel, cell));
        payers.forEach((payer, cell) -> totals.addValue(OrderReader.PAYER, payer, cell));
        failures.forEach((code, cell) -> totals.add(Totals.failed(city, code), cell.records()));
        durations.forEach((bucket, count) -> totals.add(Totals.bucket(bucket), count));
    }
}
