package io.tidemark.recharge.report;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The queries for the orders of a period by a dimension, and their results combined.
 *
 * @param group the job's group
 * @param dimension the dimension's name in the job's dictionary
 * @param period the minutes of the orders
 */
public record DimensionQuery(GroupId group, String dimension, Period period) {

    /** Durations by a dimension are only summed. */
    private static final SortedMap<Integer, Long> NO_BUCKETS = Collections.emptySortedMap();

    private static final Comparator<Value> RANK = Comparator.<Value>comparingLong(
                    value -> value.orders().orders())
            .thenComparingLong(value -> value.orders().succeeded())
            .reversed()
            .thenComparing(Value::value);

    /**
     * The orders of a value.
     *
     * @param value the unchanged text of the records; {@code other} for values beyond the dimension's limit,
     *     {@code none} for orders without a value
     * @param orders the orders; they have no percentiles
     */
    public record Value(String value, RechargeReport.Overall orders) {}

    /** The queries to read. */
    public List<MetricQuery> queries() {
        OrderMetrics metrics = OrderMetrics.by(dimension);
        return Stream.<MetricQuery>of(
                        totals(metrics.name(RechargeMetrics.ORDERS)),
                        totals(metrics.name(RechargeMetrics.SUCCEEDED)),
                        totals(metrics.name(RechargeMetrics.AMOUNT)),
                        totals(metrics.name(RechargeMetrics.DURATION_SUM)),
                        totals(metrics.name(RechargeMetrics.DURATION_UNKNOWN)))
                .toList();
    }

    /**
     * The values that have orders, by orders, then by succeeded ones, then by their names.
     *
     * @param snapshot a reading of at least {@link #queries()}
     * @throws OffsetStoreException if a metric is of another kind than the job writes
     */
    public List<Value> values(MetricSnapshot snapshot) {
        TypedSnapshot answers = new TypedSnapshot(group, snapshot);
        OrderMetrics metrics = OrderMetrics.by(dimension);
        Map<String, Long> orders = answers.sumsBy(dimension, totals(metrics.name(RechargeMetrics.ORDERS)));
        Map<String, Long> succeeded = answers.sumsBy(dimension, totals(metrics.name(RechargeMetrics.SUCCEEDED)));
        Map<String, Long> amount = answers.sumsBy(dimension, totals(metrics.name(RechargeMetrics.AMOUNT)));
        Map<String, Long> durationSum = answers.sumsBy(dimension, totals(metrics.name(RechargeMetrics.DURATION_SUM)));
        Map<String, Long> durationUnknown =
                answers.sumsBy(dimension, totals(metrics.name(RechargeMetrics.DURATION_UNKNOWN)));
        return orders.keySet().stream()
                .map(value -> new Value(
                        value,
                        RechargeReport.Overall.of(
                                orders.getOrDefault(value, 0L),
                                succeeded.getOrDefault(value, 0L),
                                amount.getOrDefault(value, 0L),
                                durationSum.getOrDefault(value, 0L),
                                durationUnknown.getOrDefault(value, 0L),
                                NO_BUCKETS)))
                .sorted(RANK)
                .toList();
    }

    private MetricQuery.Totals totals(String metric) {
        return new MetricQuery.Totals(metric, period);
    }
}
