package io.tidemark.recharge.report;

import static java.util.stream.Collectors.toMap;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.recharge.region.Region;
import io.tidemark.recharge.region.RegionTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The queries of a report, and their results combined. It is separate from {@link ReportReader} so that a caller may
 * add queries to the same reading.
 *
 * @param group the job's group
 * @param regions the regions that the report lists
 * @param period the minutes of the orders
 */
public record ReportQuery(GroupId group, RegionTable regions, Period period) {

    private static final MetricQuery.Totals READ = ever(RechargeMetrics.RECORDS_READ);
    private static final MetricQuery.Totals IGNORED = ever(RechargeMetrics.RECORDS_IGNORED);
    private static final MetricQuery.Totals REJECTED = ever(RechargeMetrics.RECORDS_REJECTED);
    private static final MetricQuery.Totals ORDERS_EVER = ever(RechargeMetrics.ORDERS);

    /** The queries to read. */
    public List<MetricQuery> queries() {
        List<MetricQuery> queries = new ArrayList<>(totalQueries());
        queries.addAll(TypedSnapshot.stepQueries(Map.of(), period, MetricQuery.Step.MINUTE));
        return List.copyOf(queries);
    }

    /** The queries to read for {@link #totals(MetricSnapshot)}. */
    public List<MetricQuery> totalQueries() {
        return Stream.<MetricQuery>of(
                        READ,
                        IGNORED,
                        REJECTED,
                        ORDERS_EVER,
                        totals(RechargeMetrics.ORDERS),
                        totals(RechargeMetrics.SUCCEEDED),
                        totals(RechargeMetrics.AMOUNT),
                        totals(RechargeMetrics.DURATION_SUM),
                        totals(RechargeMetrics.DURATION_UNKNOWN),
                        totals(RechargeMetrics.DURATION))
                .distinct()
                .toList();
    }

    /**
     * Creates the report from the results.
     *
     * @param snapshot a reading of at least {@link #queries()}
     * @throws OffsetStoreException if a metric is of another kind than the job writes
     */
    public RechargeReport report(MetricSnapshot snapshot) {
        return report(
                new TypedSnapshot(group, snapshot), steps(snapshot, Optional.empty(), period, MetricQuery.Step.MINUTE));
    }

    /**
     * The same report without its minutes.
     *
     * @param snapshot a reading of at least {@link #totalQueries()}
     * @throws OffsetStoreException if a metric is of another kind than the job writes
     */
    public RechargeReport totals(MetricSnapshot snapshot) {
        return report(new TypedSnapshot(group, snapshot), List.of());
    }

    private RechargeReport report(TypedSnapshot answers, List<RechargeReport.Minute> minutes) {
        Map<String, Long> orders = byRegion(answers, RechargeMetrics.ORDERS);
        Map<String, Long> succeeded = byRegion(answers, RechargeMetrics.SUCCEEDED);
        Map<String, Long> amount = byRegion(answers, RechargeMetrics.AMOUNT);
        return RechargeReport.of(
                group.value(),
                period,
                records(answers),
                RechargeReport.Overall.of(
                        TypedSnapshot.total(orders.values()),
                        TypedSnapshot.total(succeeded.values()),
                        TypedSnapshot.total(amount.values()),
                        answers.sum(totals(RechargeMetrics.DURATION_SUM)),
                        answers.sum(totals(RechargeMetrics.DURATION_UNKNOWN)),
                        answers.buckets(Map.of(), totals(RechargeMetrics.DURATION))),
                cities(orders, succeeded, amount),
                minutes);
    }

    /**
     * The orders of one region, from the same results. Its percentiles are those of {@link #hours()}.
     *
     * @param snapshot a reading of at least {@link #totalQueries()} and {@link #hourlyDurations()}
     * @param city the region's code, or {@code other}
     * @throws OffsetStoreException if a metric is of another kind than the job writes
     */
    public RechargeReport.Overall overall(MetricSnapshot snapshot, String city) {
        TypedSnapshot answers = new TypedSnapshot(group, snapshot);
        return RechargeReport.Overall.of(
                of(city, answers, RechargeMetrics.ORDERS),
                of(city, answers, RechargeMetrics.SUCCEEDED),
                of(city, answers, RechargeMetrics.AMOUNT),
                of(city, answers, RechargeMetrics.DURATION_SUM),
                of(city, answers, RechargeMetrics.DURATION_UNKNOWN),
                answers.buckets(Map.of(RechargeMetrics.CITY, city), hourlyDurations()));
    }

    /** The whole hours that the period touches: durations of one region are kept by the hour. */
    public Period hours() {
        return new Period(
                period.from().map(from -> from.truncatedTo(ChronoUnit.HOURS)),
                period.to().map(to -> {
                    Instant hour = to.truncatedTo(ChronoUnit.HOURS);
                    return hour.equals(to) ? hour : hour.plus(1, ChronoUnit.HOURS);
                }));
    }

    /** The queries to read for {@link #steps}. */
    public static List<MetricQuery> stepQueries(Optional<String> city, Period span, MetricQuery.Step step) {
        return TypedSnapshot.stepQueries(tags(city), span, step);
    }

    /**
     * The minutes or hours that have orders.
     *
     * @param snapshot a reading of at least {@link #stepQueries} of the same city, span and step
     * @param city the code of the one region whose orders count, or {@code other}; empty for all
     * @param span which steps
     * @param step minutes or hours
     * @throws OffsetStoreException if a metric is of another kind than the job writes
     */
    public List<RechargeReport.Minute> steps(
            MetricSnapshot snapshot, Optional<String> city, Period span, MetricQuery.Step step) {
        return new TypedSnapshot(group, snapshot).steps(tags(city), span, step);
    }

    /** The query to read for {@link #sums}: a sum that is tagged with its {@link RechargeMetrics#CITY}. */
    public static MetricQuery.Series series(String metric, Optional<String> city, Period span, MetricQuery.Step step) {
        return TypedSnapshot.series(metric, tags(city), span, step);
    }

    /**
     * The sum of each minute or hour that has values.
     *
     * @param snapshot a reading of at least the query
     * @throws OffsetStoreException if the metric is not a sum
     */
    public SortedMap<Instant, Long> sums(MetricSnapshot snapshot, MetricQuery.Series query) {
        return new TypedSnapshot(group, snapshot).sums(query);
    }

    private static Map<String, String> tags(Optional<String> city) {
        return city.map(code -> Map.of(RechargeMetrics.CITY, code)).orElse(Map.of());
    }

    private RechargeReport.Records records(TypedSnapshot answers) {
        Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
        answers.sumsBy(RechargeMetrics.REASON, REJECTED)
                .forEach((code, count) -> rejected.merge(
                        RejectReason.of(code)
                                .orElseThrow(() ->
                                        new OffsetStoreException("Cannot report the rejected records of group '" + group
                                                + "': reason '" + code + "' is none that a recharge job writes")),
                        count,
                        SumOverflow.SATURATE::add));
        return RechargeReport.Records.of(answers.sum(READ), answers.sum(ORDERS_EVER), answers.sum(IGNORED), rejected);
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

    /** A code that is not in the table counts as other: the metrics may come from a job with a larger table. */
    private Map<String, Long> byRegion(TypedSnapshot answers, String metric) {
        return answers.sumsBy(RechargeMetrics.CITY, totals(metric)).entrySet().stream()
                .collect(
                        toMap(city -> regions.regionOf(city.getKey()), Map.Entry::getValue, SumOverflow.SATURATE::add));
    }

    private long of(String city, TypedSnapshot answers, String metric) {
        return byRegion(answers, metric).getOrDefault(city, 0L);
    }

    /**
     * The additional queries for {@link #overall}. They read many buckets of every region, so they are used for a
     * single region only.
     */
    public MetricQuery.Totals hourlyDurations() {
        return new MetricQuery.Totals(RechargeMetrics.DURATION_HOURLY, hours());
    }

    private MetricQuery.Totals totals(String metric) {
        return new MetricQuery.Totals(metric, period);
    }

    private static MetricQuery.Totals ever(String metric) {
        return new MetricQuery.Totals(metric, Period.all());
    }
}
