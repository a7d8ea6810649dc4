package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.record.Order;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.site.region.Region;
import io.tidemark.site.region.RegionTable;
import io.tidemark.site.report.RechargeMetrics;
import io.tidemark.site.report.RejectReason;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted in some records: on an executor the records of one partition of a batch, on the driver those of the
 * whole batch, merged. It holds primitive numbers alone and travels as few bytes. For use by one thread.
 */
public final class RechargeCounts implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int MILLIS_PER_MINUTE = 60_000;
    /** More than {@link LogBuckets} has. */
    private static final int BUCKETS = 4096;

    private final int regions;
    private long read;
    private long ignored;
    private final EnumMap<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);

    /** One cell for each minute and region that has orders. */
    private final LongIndex cells = new LongIndex();

    private final LongColumn orders = new LongColumn();
    private final LongColumn succeeded = new LongColumn();
    private final LongColumn amount = new LongColumn();
    private final LongColumn durationSum = new LongColumn();
    private final LongColumn durationUnknown = new LongColumn();

    /** One entry for each cell and bucket of durations that has orders. */
    private final LongIndex buckets = new LongIndex();

    private final LongColumn bucketCounts = new LongColumn();

    /** @param regions the table that the records' orders are parsed with */
    public RechargeCounts(RegionTable regions) {
        this.regions = regions.regions().size() + 1;
    }

    /**
     * Counts a record.
     *
     * @throws CountOverflowException if a sum would exceed a {@code long}
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
        int cell = cells.numberOf(Math.addExact(Math.multiplyExact(order.minute(), regions), order.region()));
        orders.add(cell, 1);
        if (!order.succeeded()) {
            return;
        }
        succeeded.add(cell, 1);
        add(amount, RechargeMetrics.AMOUNT, cell, order.amountFen());
        if (order.durationMillis() == Order.UNKNOWN) {
            durationUnknown.add(cell, 1);
        } else {
            add(durationSum, RechargeMetrics.DURATION_SUM, cell, order.durationMillis());
            bucketCounts.add(bucketEntry(cell, LogBuckets.bucketOf(order.durationMillis())), 1);
        }
    }

    /**
     * Adds what was counted elsewhere, with the same table of regions.
     *
     * @throws CountOverflowException if a sum would exceed a {@code long}
     */
    public void merge(RechargeCounts other) {
        if (regions != other.regions) {
            throw new IllegalArgumentException("Cannot merge counts of " + (other.regions - 1)
                    + " regions into counts of " + (regions - 1) + ": the tables differ");
        }
        read += other.read;
        ignored += other.ignored;
        other.rejected.forEach((reason, count) -> rejected.merge(reason, count, Math::addExact));
        int[] cellHere = new int[other.cells.size()];
        for (int there = 0; there < cellHere.length; there++) {
            int here = cells.numberOf(other.cells.key(there));
            cellHere[there] = here;
            orders.add(here, other.orders.sum(there));
            succeeded.add(here, other.succeeded.sum(there));
            add(amount, RechargeMetrics.AMOUNT, here, other.amount.sum(there));
            add(durationSum, RechargeMetrics.DURATION_SUM, here, other.durationSum.sum(there));
            durationUnknown.add(here, other.durationUnknown.sum(there));
        }
        for (int there = 0; there < other.buckets.size(); there++) {
            int cell = cellHere[other.cellOfEntry(there)];
            bucketCounts.add(bucketEntry(cell, other.bucketOfEntry(there)), other.bucketCounts.sum(there));
        }
    }

    /** How many records were counted. */
    public long read() {
        return read;
    }

    /** How many records were of services that are no order. */
    public long ignored() {
        return ignored;
    }

    /** How many records were rejected for a reason. */
    public long rejected(RejectReason reason) {
        return rejected.getOrDefault(reason, 0L);
    }

    /**
     * The counts as measurements; sums that are zero are left out.
     *
     * @param table the table of regions that the counts were made with
     */
    public List<Measurement> measurements(RegionTable table) {
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
        List<SortedMap<String, String>> tags = new ArrayList<>();
        for (Region region : table.regions()) {
            tags.add(new TreeMap<>(Map.of(RechargeMetrics.CITY, region.code())));
        }
        tags.add(new TreeMap<>(Map.of(RechargeMetrics.CITY, RegionTable.OTHER)));
        List<SortedMap<Integer, Long>> durations = durationsByCell();
        for (int cell = 0; cell < cells.size(); cell++) {
            Instant minute = Instant.ofEpochMilli(Math.floorDiv(cells.key(cell), (long) regions) * MILLIS_PER_MINUTE);
            SortedMap<String, String> region = tags.get(regionOf(cell));
            addSum(measurements, RechargeMetrics.ORDERS, region, minute, orders.sum(cell));
            addSum(measurements, RechargeMetrics.SUCCEEDED, region, minute, succeeded.sum(cell));
            addSum(measurements, RechargeMetrics.AMOUNT, region, minute, amount.sum(cell));
            addSum(measurements, RechargeMetrics.DURATION_SUM, region, minute, durationSum.sum(cell));
            addSum(measurements, RechargeMetrics.DURATION_UNKNOWN, region, minute, durationUnknown.sum(cell));
            if (!durations.get(cell).isEmpty()) {
                measurements.add(Measurement.of(
                        RechargeMetrics.DURATION, region, minute, new MetricValue.Histogram(durations.get(cell))));
            }
        }
        return measurements;
    }

    private List<SortedMap<Integer, Long>> durationsByCell() {
        List<SortedMap<Integer, Long>> durations = new ArrayList<>();
        for (int cell = 0; cell < cells.size(); cell++) {
            durations.add(new TreeMap<>());
        }
        for (int entry = 0; entry < buckets.size(); entry++) {
            durations.get(cellOfEntry(entry)).put(bucketOfEntry(entry), bucketCounts.sum(entry));
        }
        return durations;
    }

    private int regionOf(int cell) {
        return Math.floorMod(cells.key(cell), regions);
    }

    private int bucketEntry(int cell, int bucket) {
        return buckets.numberOf((long) cell * BUCKETS + bucket - LogBuckets.ZERO);
    }

    private int cellOfEntry(int entry) {
        return (int) (buckets.key(entry) / BUCKETS);
    }

    private int bucketOfEntry(int entry) {
        return (int) (buckets.key(entry) % BUCKETS) + LogBuckets.ZERO;
    }

    private void add(LongColumn column, String metric, int cell, long value) {
        try {
            column.add(cell, value);
        } catch (ArithmeticException e) {
            throw new CountOverflowException(
                    metric,
                    Instant.ofEpochMilli(Math.floorDiv(cells.key(cell), (long) regions) * MILLIS_PER_MINUTE),
                    column.sum(cell),
                    value);
        }
    }

    private static void addTimeless(List<Measurement> measurements, String metric, Map<String, String> tags, long sum) {
        if (sum != 0) {
            measurements.add(Measurement.timeless(metric, tags, new MetricValue.Sum(sum)));
        }
    }

    private static void addSum(
            List<Measurement> measurements, String metric, SortedMap<String, String> region, Instant minute, long sum) {
        if (sum != 0) {
            measurements.add(Measurement.of(metric, region, minute, new MetricValue.Sum(sum)));
        }
    }
}
