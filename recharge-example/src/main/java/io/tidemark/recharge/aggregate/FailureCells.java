package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.Measurement;
import io.tidemark.recharge.report.RechargeMetrics;
import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntUnaryOperator;

/** Counts failed orders by minute, region and failure code. */
final class FailureCells implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long regions;
    private final long codes;
    private final LongIndex cells = new LongIndex();
    private final LongColumn failed = new LongColumn();

    FailureCells(long regions, long codes) {
        this.regions = regions;
        this.codes = codes;
    }

    void add(long minute, int region, int code) {
        failed.add(cells.numberOf(key(minute, region, code)), 1);
    }

    void merge(FailureCells other, IntUnaryOperator codeHere) {
        for (int there = 0; there < other.cells.size(); there++) {
            long key = other.cells.key(there);
            int here = cells.numberOf(
                    key(other.minute(key), other.region(key), codeHere.applyAsInt((int) Math.floorMod(key, codes))));
            failed.add(here, other.failed.sum(there));
        }
    }

    int size() {
        return cells.size();
    }

    long[] ordersByCode(int count) {
        long[] sums = new long[count];
        for (int cell = 0; cell < cells.size(); cell++) {
            sums[(int) Math.floorMod(cells.key(cell), codes)] += failed.sum(cell);
        }
        return sums;
    }

    void measure(List<Measurement> measurements, Tags tags) {
        for (int cell = 0; cell < cells.size(); cell++) {
            long key = cells.key(cell);
            OrderCells.addSum(
                    measurements,
                    RechargeMetrics.FAILED,
                    tags.of(region(key), (int) Math.floorMod(key, codes)),
                    OrderCells.minute(minute(key)),
                    failed.sum(cell));
        }
    }

    private long key(long minute, int region, int code) {
        return Math.multiplyExact(Math.multiplyExact(minute, regions) + region, codes) + code;
    }

    private long minute(long key) {
        return Math.floorDiv(Math.floorDiv(key, codes), regions);
    }

    private int region(long key) {
        return (int) Math.floorMod(Math.floorDiv(key, codes), regions);
    }

    /** The tags of a region and a code. */
    @FunctionalInterface
    interface Tags {
        SortedMap<String, String> of(int region, int code);
    }
}
