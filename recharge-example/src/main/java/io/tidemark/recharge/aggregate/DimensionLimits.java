package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.record.ValueTable;
import io.tidemark.recharge.report.OrderMetrics;
import io.tidemark.recharge.report.RechargeMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which values of the dimensions have their own counts in the metrics. All other values are counted as {@link
 * ValueTable#OTHER}, so the sum is always exact. {@link ValueRanking} has the rule. The state is in the metrics: after
 * a restart, the values with the most orders are selected. Used by the driver. Thread-safe.
 */
public final class DimensionLimits implements RechargeCounts.ShownValues {

    private final Map<String, ValueRanking> rankings = new HashMap<>();

    private DimensionLimits(TagDictionary dictionary) {
        dictionary
                .dimensions()
                .forEach(dimension ->
                        rankings.put(dimension.name(), new ValueRanking(dimension.known(), dimension.limit())));
        rankings.put(
                RechargeMetrics.RESULT, new ValueRanking(dictionary.knownFailureCodes(), dictionary.failureCodes()));
    }

    /**
     * Reads the values that the metrics of a group hold.
     *
     * @throws io.tidemark.offset.OffsetStoreException if they cannot be read
     */
    public static DimensionLimits read(TagDictionary dictionary, MetricReader metrics, GroupId group) {
        DimensionLimits limits = new DimensionLimits(dictionary);
        Map<String, MetricQuery.Totals> queries = new HashMap<>();
        dictionary
                .dimensions()
                .forEach(dimension -> queries.put(
                        dimension.name(), ever(OrderMetrics.by(dimension.name()).name(RechargeMetrics.ORDERS))));
        queries.put(RechargeMetrics.RESULT, ever(RechargeMetrics.FAILED));
        MetricSnapshot snapshot = metrics.read(group, queries.values());
        queries.forEach((name, query) -> {
            Map<String, Long> orders = new HashMap<>();
            snapshot.totalsBy(query, name)
                    .forEach((value, total) ->
                            orders.put(value, total instanceof MetricValue.Sum sum ? sum.value() : 0L));
            limits.add(name, orders);
        });
        return limits;
    }

    private static MetricQuery.Totals ever(String metric) {
        return new MetricQuery.Totals(metric, Period.all());
    }

    /** The values that have their own counts now, by dimension. */
    public synchronized Map<String, List<String>> known() {
        Map<String, List<String>> lists = new HashMap<>();
        rankings.forEach((name, ranking) -> lists.put(name, ranking.placed()));
        return lists;
    }

    /** The values that the next batch counts in any case, by dimension: the selected ones and the candidates. */
    public synchronized Map<String, List<String>> counted() {
        Map<String, List<String>> lists = new HashMap<>();
        rankings.forEach((name, ranking) -> {
            List<String> values = new ArrayList<>(ranking.placed());
            values.addAll(ranking.candidates());
            lists.put(name, values);
        });
        return lists;
    }

    /** Counts a batch's values, and selects new ones. */
    public synchronized void admit(RechargeCounts batch) {
        batch.values().forEach(this::add);
    }

    @Override
    public synchronized String of(String dimension, String value) {
        ValueRanking ranking = rankings.get(dimension);
        return value.equals(ValueTable.MISSING) || (ranking != null && ranking.hasPlace(value))
                ? value
                : ValueTable.OTHER;
    }

    private void add(String name, Map<String, Long> orders) {
        Map<String, Long> real = new HashMap<>(orders);
        real.keySet().removeAll(List.of(ValueTable.OTHER, ValueTable.MISSING));
        ValueRanking ranking = rankings.get(name);
        if (ranking != null) {
            ranking.add(real);
        }
    }
}
