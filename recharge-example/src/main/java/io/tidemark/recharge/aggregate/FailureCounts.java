package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.aggregate.RechargeCounts.ShownValues;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.record.ValueTable;
import io.tidemark.recharge.report.RechargeMetrics;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts failed orders by region and failure code. */
final class FailureCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    /** More codes than one batch ever has. */
    private static final int CODES = 1 << 20;

    private final FailureCells cells;
    /** The table of the orders' parser; null before the first order. */
    private @Nullable ValueTable codes;

    FailureCounts(int regions) {
        cells = new FailureCells(regions, CODES);
    }

    void add(Order order) {
        if (codes == null) {
            codes = order.failureCodes();
        }
        DimensionCounts.requireSame(codes, order.failureCodes());
        cells.add(order.minute(), order.region(), order.failure());
    }

    void merge(FailureCounts other) {
        if (other.codes != null) {
            ValueTable here = codes == null ? new ValueTable(other.codes.name(), List.of(), CODES - 2) : codes;
            codes = here;
            cells.merge(other.cells, DimensionCounts.numbersHere(here, other.codes));
        }
    }

    int size() {
        return cells.size();
    }

    Map<String, Long> orders() {
        return codes == null ? Map.of() : DimensionCounts.named(codes, cells.ordersByCode(codes.size()));
    }

    /** @param regionCodes the regions' codes, by number */
    void measure(List<Measurement> measurements, List<String> regionCodes, ShownValues shown) {
        ValueTable known = codes;
        if (known != null) {
            cells.measure(
                    measurements,
                    (region, code) -> new TreeMap<>(Map.of(
                            RechargeMetrics.CITY,
                            regionCodes.get(region),
                            RechargeMetrics.RESULT,
                            shown.of(RechargeMetrics.RESULT, known.value(code)))));
        }
    }
}
