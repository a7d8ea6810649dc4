package io.tidemark.site.report;

import static java.util.stream.Collectors.toMap;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.site.region.Region;
import io.tidemark.site.region.RegionTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report as questions to stored metrics and the answers put together. It stands apart from {@link ReportReader} so that
 * a caller may ask more in the same reading.
 *
 * @param group the job's group
 * @param regions the regions that the report lists
 * @param period the minutes of the orders
 */
public record ReportQuery(GroupId group, RegionTable regions, Period period) {

    private static final MetricValue NOTHING = new MetricValue.Sum(0);
    private static final MetricQuery.Totals READ = ever(RechargeMetrics.RECORDS_READ);
    private static final MetricQuery.Totals IGNORED = ever(RechargeMetrics.RECORDS_IGNORED);
    private static final MetricQuery.Totals REJECTED = ever(RechargeMetrics.RECORDS_REJECTED);
    private static final MetricQuery.Totals ORDERS_EVER = ever(RechargeMetrics.ORDERS);

    /** What has to be read. */
    public List<MetricQuery> queries() {
        List<MetricQuery> queries = new ArrayList<>(List.of(READ, IGNORED, REJECTED, ORDERS_EVER));
        for (String metric : List.of(
                RechargeMetrics.ORDERS,
                RechargeMetrics.SUCCEEDED,
                RechargeMetrics.AMOUNT,
                RechargeMetrics.DURATION_SUM,
                RechargeMetrics.DURATION_UNKNOWN,
                RechargeMetrics.DURATION)) {
            queries.add(totals(metric));
        }
        for (String metric : List.of(RechargeMetrics.ORDERS, RechargeMetrics.SUCCEEDED, RechargeMetrics.AMOUNT)) {
            queries.add(minutes(metric));
        }
        return queries.stream().distinct().toList();
    }

    /**
     * The report that the answers make.
     *
     * @param answers a reading of at least {@link #queries()}
     * @throws OffsetStoreException if a metric is of another kind than the job writes
     */
    public RechargeReport report(MetricSnapshot answers) {
        Map<String, Long> orders = byCity(answers, RechargeMetrics.ORDERS);
        Map<String, Long> succeeded = byCity(answers, RechargeMetrics.SUCCEEDED);
        Map<String, Long> amount = byCity(answers, RechargeMetrics.AMOUNT);
        return RechargeReport.of(
                group.value(),
                period,
                records(answers),
                RechargeReport.Overall.of(
                        sum(orders),
                        sum(succeeded),
                        sum(amount),
                        sum(byCity(answers, RechargeMetrics.DURATION_SUM)),
                        sum(byCity(answers, RechargeMetrics.DURATION_UNKNOWN)),
                        histogram(answers)),
                cities(orders, succeeded, amount),
                minutes(answers));
    }

    private RechargeReport.Records records(MetricSnapshot answers) {
        Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
        byTag(answers, REJECTED, RechargeMetrics.REASON)
                .forEach((code, count) -> rejected.merge(
                        RejectReason.of(code)
                                .orElseThrow(() ->
                                        new OffsetStoreException("Cannot report the rejected records of group '" + group
                                                + "': reason '" + code + "' is none that a recharge job writes")),
                        count,
                        Math::addExact));
        return RechargeReport.Records.of(
                sum(byTag(answers, READ, "")),
                sum(byTag(answers, ORDERS_EVER, RechargeMetrics.CITY)),
                sum(byTag(answers, IGNORED, "")),
                rejected);
    }

    private List<RechargeReport.City> cities(
            Map<String, Long> orders, Map<String, Long> succeeded, Map<String, Long> amount) {
        List<Region> shown = new ArrayList<>(regions.regions());
        if (orders.getOrDefault(RegionTable.OTHER, 0L) > 0) {
            shown.add(regions.other());
        }
        return shown.stream()
                .map(region -> RechargeReport.City.of(
                        region.code(),
                        region.name(),
                        orders.getOrDefault(region.code(), 0L),
                        succeeded.getOrDefault(region.code(), 0L),
                        amount.getOrDefault(region.code(), 0L)))
                .toList();
    }

    private List<RechargeReport.Minute> minutes(MetricSnapshot answers) {
        SortedMap<Instant, MetricValue> succeeded = answers.series(minutes(RechargeMetrics.SUCCEEDED));
        SortedMap<Instant, MetricValue> amount = answers.series(minutes(RechargeMetrics.AMOUNT));
        return answers.series(minutes(RechargeMetrics.ORDERS)).entrySet().stream()
                .map(minute -> new RechargeReport.Minute(
                        minute.getKey(),
                        sum(RechargeMetrics.ORDERS, minute.getValue()),
                        sum(RechargeMetrics.SUCCEEDED, succeeded.getOrDefault(minute.getKey(), NOTHING)),
                        sum(RechargeMetrics.AMOUNT, amount.getOrDefault(minute.getKey(), NOTHING))))
                .filter(minute -> minute.orders() > 0)
                .toList();
    }

    private SortedMap<Integer, Long> histogram(MetricSnapshot answers) {
        TreeMap<Integer, Long> merged = new TreeMap<>();
        answers.totals(totals(RechargeMetrics.DURATION)).values().forEach(value -> {
            if (!(value instanceof MetricValue.Histogram histogram)) {
                throw otherKind(RechargeMetrics.DURATION, "a histogram", value);
            }
            histogram.counts().forEach((bucket, count) -> merged.merge(bucket, count, Math::addExact));
        });
        return merged;
    }

    /** A code that the table does not hold counts as other: the metrics may come from a job with a larger table. */
    private Map<String, Long> byCity(MetricSnapshot answers, String metric) {
        return byTag(answers, totals(metric), RechargeMetrics.CITY).entrySet().stream()
                .collect(toMap(city -> regions.regionOf(city.getKey()), Map.Entry::getValue, Math::addExact));
    }

    private Map<String, Long> byTag(MetricSnapshot answers, MetricQuery.Totals query, String tag) {
        Map<String, Long> sums = new HashMap<>();
        answers.totals(query)
                .forEach((tags, value) ->
                        sums.merge(tags.getOrDefault(tag, ""), sum(query.metric(), value), Math::addExact));
        return sums;
    }

    private long sum(String metric, MetricValue value) {
        if (value instanceof MetricValue.Sum sum) {
            return sum.value();
        }
        throw otherKind(metric, "a sum", value);
    }

    private OffsetStoreException otherKind(String metric, String expected, MetricValue value) {
        return new OffsetStoreException("Cannot report metric '" + metric + "' of group '" + group + "': expected "
                + expected + ", found " + value.getClass().getSimpleName());
    }

    private MetricQuery.Totals totals(String metric) {
        return new MetricQuery.Totals(metric, period);
    }

    private MetricQuery.Series minutes(String metric) {
        return MetricQuery.Series.of(metric, Map.of(), period, MetricQuery.Step.MINUTE);
    }

    private static MetricQuery.Totals ever(String metric) {
        return new MetricQuery.Totals(metric, Period.all());
    }

    private static long sum(Map<String, Long> sums) {
        return sums.values().stream().reduce(0L, Math::addExact);
    }
}
