package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.report.OrderMetrics;
import io.tidemark.recharge.report.RechargeMetrics;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
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

    /** All columns that follow, in their order. */
    private final List<Sum> sums = new ArrayList<>();

    private final LongColumn orders = column(RechargeMetrics.ORDERS);
    private final LongColumn succeeded = column(RechargeMetrics.SUCCEEDED);
    private final LongColumn amount = column(RechargeMetrics.AMOUNT);
    private final LongColumn durationSum = column(RechargeMetrics.DURATION_SUM);
    private final LongColumn durationUnknown = column(RechargeMetrics.DURATION_UNKNOWN);

    /** A sum of every cell, and the name of its metric without the prefix. */
    private record Sum(String metric, LongColumn column) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private LongColumn column(String metric) {
        Sum sum = new Sum(metric, new LongColumn());
        sums.add(sum);
        return sum.column();
    }

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
            for (int i = 0; i < sums.size(); i++) {
                sums.get(i).column().add(here, other.sums.get(i).column().sum(there));
            }
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
            for (Sum sum : sums) {
                addSum(
                        measurements,
                        metrics.name(sum.metric()),
                        tags,
                        minute,
                        sum.column().sum(cell));
            }
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
