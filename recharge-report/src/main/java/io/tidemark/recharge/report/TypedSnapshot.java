package io.tidemark.recharge.report;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a snapshot in the types that a recharge job writes. */
record TypedSnapshot(GroupId group, MetricSnapshot snapshot) {

    /** The sum for each value of a tag. */
    Map<String, Long> sumsBy(String tag, MetricQuery.Totals query) {
        Map<String, Long> sums = new HashMap<>();
        snapshot.totals(query)
                .forEach((tags, value) ->
                        sums.merge(tags.getOrDefault(tag, ""), sum(query.metric(), value), SumOverflow.SATURATE::add));
        return sums;
    }

    /** The sum over all tags. */
    long sum(MetricQuery.Totals query) {
        return total(sumsBy("", query).values());
    }

    /** The sum of each step that has values. */
    SortedMap<Instant, Long> sums(MetricQuery.Series query) {
        TreeMap<Instant, Long> sums = new TreeMap<>();
        snapshot.series(query).forEach((step, value) -> sums.put(step, sum(query.metric(), value)));
        return sums;
    }

    /** The steps with orders. */
    List<RechargeReport.Minute> steps(Map<String, String> tags, Period period, MetricQuery.Step step) {
        var succeeded = sums(series(RechargeMetrics.SUCCEEDED, tags, period, step));
        var amount = sums(series(RechargeMetrics.AMOUNT, tags, period, step));
        return sums(series(RechargeMetrics.ORDERS, tags, period, step)).entrySet().stream()
                .map(minute -> new RechargeReport.Minute(
                        minute.getKey(),
                        minute.getValue(),
                        succeeded.getOrDefault(minute.getKey(), 0L),
                        amount.getOrDefault(minute.getKey(), 0L)))
                .filter(minute -> minute.orders() > 0)
                .toList();
    }

    /** The queries to read for {@link #steps}. */
    static List<MetricQuery> stepQueries(Map<String, String> tags, Period period, MetricQuery.Step step) {
        return List.of(
                series(RechargeMetrics.ORDERS, tags, period, step),
                series(RechargeMetrics.SUCCEEDED, tags, period, step),
                series(RechargeMetrics.AMOUNT, tags, period, step));
    }

    /** A histogram's buckets over all values that carry the given tags. */
    SortedMap<Integer, Long> buckets(Map<String, String> wanted, MetricQuery.Totals query) {
        TreeMap<Integer, Long> merged = new TreeMap<>();
        snapshot.totals(query).forEach((tags, value) -> {
            if (!(value instanceof MetricValue.Histogram histogram)) {
                throw otherKind(query.metric(), "a histogram", value);
            }
            if (tags.entrySet().containsAll(wanted.entrySet())) {
                histogram.counts().forEach((bucket, count) -> merged.merge(bucket, count, SumOverflow.SATURATE::add));
            }
        });
        return merged;
    }

    static long total(Collection<Long> sums) {
        return sums.stream().reduce(0L, SumOverflow.SATURATE::add);
    }

    static MetricQuery.Series series(String metric, Map<String, String> tags, Period period, MetricQuery.Step step) {
        return MetricQuery.Series.of(metric, tags, period, step);
    }

    /** A value that is a sum. */
    long sum(String metric, MetricValue value) {
        if (value instanceof MetricValue.Sum sum) {
            return sum.value();
        }
        throw otherKind(metric, "a sum", value);
    }

    private OffsetStoreException otherKind(String metric, String expected, MetricValue value) {
        return new OffsetStoreException("Cannot report metric '" + metric + "' of group '" + group + "': expected "
                + expected + ", found " + value.getClass().getSimpleName());
    }
}
