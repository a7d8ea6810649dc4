package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.report.OrderMetrics;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Counts orders for each minute and each number, such as that of a region or of a dimension's value. */
final class OrderCells implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int MILLIS_PER_MINUTE = 60_000;

    private final OrderMetrics metrics;
    private final long numbers;

    /** One cell for each minute and number with orders. */
    private final LongIndex cells = new LongIndex();

    private final LongColumn orders = new LongColumn();
    private final LongColumn succeeded = new LongColumn();
    private final LongColumn amount = new LongColumn();
    private final LongColumn durationSum = new LongColumn();
    private final LongColumn durationUnknown = new LongColumn();

    /**
     * Creates empty counts.
     *
     * @param metrics the names of the metrics
     * @param numbers the count of numbers, from 0 on
     */
    OrderCells(OrderMetrics metrics, long numbers) {
        this.metrics = metrics;
        this.numbers = numbers;
    }

    void add(Order order, int number) {
        int cell = cells.numberOf(Math.addExact(Math.multiplyExact(order.minute(), numbers), number));
        orders.add(cell, 1);
        if (!order.succeeded()) {
            return;
        }
        succeeded.add(cell, 1);
        amount.add(cell, order.amountFen());
        if (order.durationMillis() == Order.UNKNOWN) {
            durationUnknown.add(cell, 1);
        } else {
            durationSum.add(cell, order.durationMillis());
        }
    }

    /**
     * Adds counts from elsewhere.
     *
     * @param numberHere maps the other counts' numbers to those of these counts
     */
    void merge(OrderCells other, IntUnaryOperator numberHere) {
        for (int there = 0; there < other.cells.size(); there++) {
            long minute = Math.floorDiv(other.cells.key(there), other.numbers);
            int here = cells.numberOf(minute * numbers + numberHere.applyAsInt(other.numberOf(there)));
            orders.add(here, other.orders.sum(there));
            succeeded.add(here, other.succeeded.sum(there));
            amount.add(here, other.amount.sum(there));
            durationSum.add(here, other.durationSum.sum(there));
            durationUnknown.add(here, other.durationUnknown.sum(there));
        }
    }

    int size() {
        return cells.size();
    }

    /** How many orders each number has. */
    long[] ordersByNumber(int count) {
        long[] sums = new long[count];
        for (int cell = 0; cell < cells.size(); cell++) {
            sums[numberOf(cell)] += orders.sum(cell);
        }
        return sums;
    }

    /**
     * Adds the counts to measurements. Sums that are zero are omitted.
     *
     * @param tagsOf the tags of a number; several numbers may have the same tags
     */
    void measure(List<Measurement> measurements, IntFunction<SortedMap<String, String>> tagsOf) {
        for (int cell = 0; cell < cells.size(); cell++) {
            Instant minute = minuteOf(cell);
            SortedMap<String, String> tags = tagsOf.apply(numberOf(cell));
            addSum(measurements, metrics.orders(), tags, minute, orders.sum(cell));
            addSum(measurements, metrics.succeeded(), tags, minute, succeeded.sum(cell));
            addSum(measurements, metrics.amount(), tags, minute, amount.sum(cell));
            addSum(measurements, metrics.durationSum(), tags, minute, durationSum.sum(cell));
            addSum(measurements, metrics.durationUnknown(), tags, minute, durationUnknown.sum(cell));
        }
    }

    static void addSum(
            List<Measurement> measurements, String metric, SortedMap<String, String> tags, Instant minute, long sum) {
        if (sum != 0) {
            measurements.add(Measurement.of(metric, tags, minute, new MetricValue.Sum(sum)));
        }
    }

    static Instant minute(long minutes) {
        return Instant.ofEpochMilli(minutes * MILLIS_PER_MINUTE);
    }

    private int numberOf(int cell) {
        return (int) Math.floorMod(cells.key(cell), numbers);
    }

    private Instant minuteOf(int cell) {
        return minute(Math.floorDiv(cells.key(cell), numbers));
    }
}
