package io.tidemark.recharge.report;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.recharge.region.RegionTable;

/** Builds reports from stored metrics. Safe for use by several threads if its {@link MetricReader} is. */
public final class ReportReader {

    private final MetricReader metrics;

    /** @param metrics where the job's metrics are; borrowed */
    public ReportReader(MetricReader metrics) {
        this.metrics = metrics;
    }

    /**
     * Reads a report, all of it from one state of the metrics.
     *
     * @param group the job's group
     * @param regions the regions that the report lists
     * @param period the minutes of the orders
     * @throws OffsetStoreException if the metrics cannot be read, or are none that a recharge job writes
     */
    public RechargeReport read(GroupId group, RegionTable regions, Period period) {
        ReportQuery query = new ReportQuery(group, regions, period);
        return query.report(metrics.read(group, query.queries()));
    }
}
