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

/** Counts orders by a dimension. */
final class DimensionCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    /** More values than one batch ever has. */
    private static final long VALUES = 1L << 20;

    private final ValueTable values;
    private final OrderCells cells;

    /** @param values the table of the orders' values */
    DimensionCounts(ValueTable values) {
        this.values = values;
        this.cells = new OrderCells(OrderMetrics.by(values.name()), VALUES);
    }

    /** Creates counts that others are merged into. */
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
                    "Cannot count orders of several parsers together: count them separately, and merge the counts");
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
