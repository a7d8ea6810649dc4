package io.tidemark.recharge.report;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.recharge.region.RegionTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query for the reasons of failed orders in a period, and its result.
 *
 * @param group the job's group
 * @param regions the regions to distinguish
 * @param period the minutes of the orders
 */
public record FailureQuery(GroupId group, RegionTable regions, Period period) {

    private static final Comparator<Reason> MOST_FIRST =
            Comparator.comparingLong(Reason::orders).reversed().thenComparing(Reason::code);

    /**
     * A reason.
     *
     * @param code the unchanged text of the records; {@code other} for codes beyond the limit
     * @param orders how many orders failed for this reason
     */
    public record Reason(String code, long orders) {}

    /** The query to read. */
    public MetricQuery.Totals query() {
        return new MetricQuery.Totals(RechargeMetrics.FAILED, period);
    }

    /**
     * The reasons, the most frequent first, equally frequent ones by their codes.
     *
     * @param snapshot a reading of at least {@link #query()}
     * @param city the code of the one region whose orders count, or {@code other}; empty for all
     * @throws OffsetStoreException if the metric is of another kind than the job writes
     */
    public List<Reason> reasons(MetricSnapshot snapshot, Optional<String> city) {
        TypedSnapshot answers = new TypedSnapshot(group, snapshot);
        Map<String, Long> orders = new HashMap<>();
        snapshot.totals(query()).forEach((tags, value) -> {
            String region = regions.regionOf(tags.getOrDefault(RechargeMetrics.CITY, RegionTable.OTHER));
            if (city.isEmpty() || city.get().equals(region)) {
                orders.merge(
                        tags.getOrDefault(RechargeMetrics.RESULT, ""),
                        answers.sum(RechargeMetrics.FAILED, value),
                        SumOverflow.SATURATE::add);
            }
        });
        return orders.entrySet().stream()
                .map(entry -> new Reason(entry.getKey(), entry.getValue()))
                .sorted(MOST_FIRST)
                .toList();
    }
}
