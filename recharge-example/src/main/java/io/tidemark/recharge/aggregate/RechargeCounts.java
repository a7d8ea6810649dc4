package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.OrderMetrics;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RejectReason;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts records: on an executor those of one partition of a batch, on the driver the merged counts of the whole batch.
 * It holds primitive numbers and the values of dimensions, and is serialized compactly. For use by one thread.
 */
public final class RechargeCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int regions;
    private long read;
    private long ignored;
    private final EnumMap<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    private final OrderCells byRegion;
    private final DurationBuckets durations;
    private final DurationBuckets durationsByRegion;
    private final List<DimensionCounts> byDimension = new ArrayList<>();
    private final FailureCounts failures;

    /** @param regions the table of regions with which the records' orders are parsed */
    public RechargeCounts(RegionTable regions) {
        this.regions = regions.regions().size() + 1;
        this.byRegion = new OrderCells(OrderMetrics.byRegion(), this.regions);
        this.durations = new DurationBuckets(RechargeMetrics.DURATION, Step.MINUTE, 1);
        this.durationsByRegion = new DurationBuckets(RechargeMetrics.DURATION_HOURLY, Step.HOUR, this.regions);
        this.failures = new FailureCounts(this.regions);
    }

    /**
     * Counts a record. All orders must come from one parser. A sum that would exceed a {@code long} is limited to the
     * largest one.
     */
    public void add(ParsedRecord parsed) {
        read++;
        if (parsed instanceof Order order) {
            add(order);
        } else if (parsed instanceof ParsedRecord.Rejected refused) {
            rejected.merge(refused.reason(), 1L, Math::addExact);
        } else {
            ignored++;
        }
    }

    private void add(Order order) {
        byRegion.add(order, order.region());
        for (int i = 0; i < order.dimensions(); i++) {
            if (i == byDimension.size()) {
                byDimension.add(new DimensionCounts(order.values(i)));
            }
            byDimension.get(i).add(order, order.value(i), order.values(i));
        }
        if (!order.succeeded()) {
            failures.add(order);
        } else if (order.durationMillis() != Order.UNKNOWN) {
            durations.add(order.minute(), 0, order.durationMillis());
            durationsByRegion.add(order.minute(), order.region(), order.durationMillis());
        }
    }

    /**
     * Adds counts of other records, made with the same dictionary. A sum that would exceed a {@code long} is limited to
     * the largest one.
     */
    public void merge(RechargeCounts other) {
        if (regions != other.regions) {
            throw new IllegalArgumentException("Cannot merge counts of " + (other.regions - 1)
                    + " regions into counts of " + (regions - 1) + ": the tables differ");
        }
        read += other.read;
        ignored += other.ignored;
        other.rejected.forEach((reason, count) -> rejected.merge(reason, count, Math::addExact));
        byRegion.merge(other.byRegion, number -> number);
        durations.merge(other.durations);
        durationsByRegion.merge(other.durationsByRegion);
        for (int i = 0; i < other.byDimension.size(); i++) {
            if (i == byDimension.size()) {
                byDimension.add(DimensionCounts.forAll(other.byDimension.get(i).name()));
            }
            byDimension.get(i).merge(other.byDimension.get(i));
        }
        failures.merge(other.failures);
    }

    /** How many different cells have counts, such as a minute of a region. It determines the memory of the counts. */
    public long cells() {
        long cells = (long) byRegion.size() + durations.size() + durationsByRegion.size() + failures.size();
        for (DimensionCounts dimension : byDimension) {
            cells += dimension.size();
        }
        return cells;
    }

    /** How many records were counted. */
    public long read() {
        return read;
    }

    /** How many records belong to services other than the order. */
    public long ignored() {
        return ignored;
    }

    /** How many records were rejected for a reason. */
    public long rejected(RejectReason reason) {
        return rejected.getOrDefault(reason, 0L);
    }

    /**
     * How many orders each value of a dimension has, by the dimension's name. The failed orders of each failure code
     * are under {@link RechargeMetrics#RESULT}.
     */
    public Map<String, Map<String, Long>> values() {
        Map<String, Map<String, Long>> values = new HashMap<>();
        byDimension.forEach(dimension -> values.put(dimension.name(), dimension.orders()));
        values.put(RechargeMetrics.RESULT, failures.orders());
        return values;
    }

    /**
     * Converts the counts to measurements. Sums that are zero are omitted.
     *
     * @param table the table of regions that the counts were made with
     */
    public List<Measurement> measurements(RegionTable table) {
        return measurements(table, (dimension, value) -> value);
    }

    /**
     * Converts the counts to measurements. Sums that are zero are omitted.
     *
     * @param table the table of regions that the counts were made with
     * @param shown the names of a dimension's values in the measurements; several values may have the same name
     */
    public List<Measurement> measurements(RegionTable table, ShownValues shown) {
        List<Measurement> measurements = new ArrayList<>();
        addTimeless(measurements, RechargeMetrics.RECORDS_READ, Map.of(), read);
        addTimeless(measurements, RechargeMetrics.RECORDS_IGNORED, Map.of(), ignored);
        for (RejectReason reason : RejectReason.values()) {
            addTimeless(
                    measurements,
                    RechargeMetrics.RECORDS_REJECTED,
                    Map.of(RechargeMetrics.REASON, reason.code()),
                    rejected(reason));
        }
        List<String> codes = new ArrayList<>();
        table.regions().forEach(region -> codes.add(region.code()));
        codes.add(RegionTable.OTHER);
        List<SortedMap<String, String>> tags = new ArrayList<>();
        codes.forEach(code -> tags.add(new TreeMap<>(Map.of(RechargeMetrics.CITY, code))));
        byRegion.measure(measurements, tags::get);
        durations.measure(measurements, everything -> new TreeMap<>());
        durationsByRegion.measure(measurements, tags::get);
        byDimension.forEach(dimension -> dimension.measure(measurements, shown));
        failures.measure(measurements, codes, shown);
        return measurements;
    }

    /** Names the values of dimensions. */
    @FunctionalInterface
    public interface ShownValues {
        String of(String dimension, String value);
    }

    private static void addTimeless(List<Measurement> measurements, String metric, Map<String, String> tags, long sum) {
        if (sum != 0) {
            measurements.add(Measurement.timeless(metric, tags, new MetricValue.Sum(sum)));
        }
    }
}
