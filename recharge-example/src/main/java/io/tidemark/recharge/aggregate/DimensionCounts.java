package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts.ShownValues;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.record.ValueTable;
import io.tidemark.recharge.report.OrderMetrics;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Orders by a dimension. */
final class DimensionCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    /** More values than there ever are in one batch. */
    private static final long VALUES = 1L << 20;

    private final ValueTable values;
    private final OrderCells cells;

    /** @param values the table that the orders' values are numbers of */
    DimensionCounts(ValueTable values) {
        this.values = values;
        this.cells = new OrderCells(OrderMetrics.by(values.name()), VALUES);
    }

    /** Counts to merge others into. */
    static DimensionCounts forAll(String name) {
        return new DimensionCounts(new ValueTable(name, List.of(), (int) VALUES - 2));
    }

    String name() {
        return values.name();
    }

    void add(Order order, int value, ValueTable valuesOfOrder) {
        requireSame(values, valuesOfOrder);
        cells.add(order, value);
    }

    void merge(DimensionCounts other) {
        cells.merge(other.cells, numbersHere(values, other.values));
    }

    int size() {
        return cells.size();
    }

    Map<String, Long> orders() {
        return named(values, cells.ordersByNumber(values.size()));
    }

    void measure(List<Measurement> measurements, ShownValues shown) {
        Map<Integer, SortedMap<String, String>> tags = new HashMap<>();
        cells.measure(
                measurements,
                number -> tags.computeIfAbsent(
                        number, any -> new TreeMap<>(Map.of(name(), shown.of(name(), values.value(number))))));
    }

    static void requireSame(ValueTable here, ValueTable there) {
        if (here != there) {
            throw new IllegalArgumentException(
                    "Cannot count orders of several parsers as one: count them apart and merge the counts");
        }
    }

    static IntUnaryOperator numbersHere(ValueTable here, ValueTable there) {
        int[] numbers = new int[there.size()];
        for (int number = 0; number < numbers.length; number++) {
            numbers[number] = here.number(there.value(number));
        }
        return number -> numbers[number];
    }

    static Map<String, Long> named(ValueTable values, long[] sums) {
        Map<String, Long> named = new HashMap<>();
        for (int number = 0; number < sums.length; number++) {
            if (sums[number] != 0) {
                named.put(values.value(number), sums[number]);
            }
        }
        return named;
    }
}
