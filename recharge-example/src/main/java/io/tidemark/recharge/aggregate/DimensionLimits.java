package io.tidemark.recharge.aggregate;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.record.ValueTable;
import io.tidemark.site.report.OrderMetrics;
import io.tidemark.site.report.RechargeMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which values of the dimensions the metrics tell apart: those that they hold already, and new ones as long as there is room.
 * What the metrics hold is all that it knows, so that a restart changes nothing. Kept by the driver; thread-safe.
 *
 * <p>While a dimension has no more values than its limit, each has its exact counts. Once there are more, those that were
 * there first keep them, the rest are {@link ValueTable#OTHER}, and the sum is exact all the same.
 */
public final class DimensionLimits implements RechargeCounts.ShownValues {

    private final Map<String, Integer> limits = new HashMap<>();
    private final Map<String, Set<String>> known = new HashMap<>();

    private DimensionLimits(TagDictionary dictionary) {
        dictionary.dimensions().forEach(dimension -> limits.put(dimension.name(), dimension.limit()));
        limits.put(RechargeMetrics.RESULT, dictionary.failureCodes());
        limits.keySet().forEach(name -> known.put(name, new TreeSet<>()));
    }

    /**
     * The values that the metrics of a group hold.
     *
     * @throws io.tidemark.offset.OffsetStoreException if they cannot be read
     */
    public static DimensionLimits read(TagDictionary dictionary, MetricReader metrics, GroupId group) {
        DimensionLimits limits = new DimensionLimits(dictionary);
        Map<String, MetricQuery.Totals> queries = new HashMap<>();
        dictionary
                .dimensions()
                .forEach(dimension -> queries.put(
                        dimension.name(), ever(OrderMetrics.by(dimension.name()).orders())));
        queries.put(RechargeMetrics.RESULT, ever(RechargeMetrics.FAILED));
        MetricSnapshot snapshot = metrics.read(group, queries.values());
        queries.forEach(
                (name, query) -> snapshot.totalsBy(query, name).keySet().forEach(value -> limits.learn(name, value)));
        return limits;
    }

    private static MetricQuery.Totals ever(String metric) {
        return new MetricQuery.Totals(metric, Period.all());
    }

    /** The values that are told apart now, by dimension. */
    public synchronized Map<String, List<String>> known() {
        Map<String, List<String>> lists = new HashMap<>();
        known.forEach((name, values) -> lists.put(name, new ArrayList<>(values)));
        return lists;
    }

    /** Gives the new values of a batch what room there is, those with the most orders first. */
    public synchronized void admit(RechargeCounts batch) {
        batch.values().forEach((name, orders) -> orders.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .filter(value -> room(name) > 0)
                .forEach(value -> learn(name, value)));
    }

    @Override
    public synchronized String of(String dimension, String value) {
        return value.equals(ValueTable.MISSING)
                        || known.getOrDefault(dimension, Set.of()).contains(value)
                ? value
                : ValueTable.OTHER;
    }

    private int room(String name) {
        return limits.getOrDefault(name, 0) - known.getOrDefault(name, Set.of()).size();
    }

    private void learn(String name, String value) {
        if (!value.equals(ValueTable.OTHER) && !value.equals(ValueTable.MISSING)) {
            known.computeIfAbsent(name, any -> new TreeSet<>()).add(value);
        }
    }
}
