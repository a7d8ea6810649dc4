package io.tidemark.metrics;

import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Min;
import io.tidemark.metrics.MetricValue.Sum;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Merges totals of combinations of tags by one of the tags. */
final class TagTotals {

    private static final Comparator<Map.Entry<String, MetricValue>> LARGEST_FIRST =
            Comparator.<Map.Entry<String, MetricValue>>comparingLong(entry -> size(entry.getValue()))
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey());

    private TagTotals() {}

    static SortedMap<String, MetricValue> by(
            MetricQuery.Totals query,
            String tag,
            Map<SortedMap<String, String>, MetricValue> totals,
            SumOverflow overflow) {
        SortedMap<String, MetricValue> byTag = new TreeMap<>();
        totals.forEach((tags, total) -> {
            String value = tags.get(tag);
            if (value == null) {
                return;
            }
            if (total instanceof Last && byTag.containsKey(value)) {
                throw new IllegalArgumentException("Cannot tell " + query.metric() + " of " + tag + "=" + value
                        + ": several values differ in other tags, and it is unknown which of them was last; ask for a"
                        + " series with this tag");
            }
            byTag.merge(value, total, (one, other) -> one.merge(other, overflow));
        });
        return byTag;
    }

    static List<Map.Entry<String, MetricValue>> largest(int count, SortedMap<String, MetricValue> byTag) {
        return byTag.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .sorted(LARGEST_FIRST)
                .limit(count)
                .toList();
    }

    private static long size(MetricValue value) {
        if (value instanceof Sum sum) {
            return sum.value();
        } else if (value instanceof Max max) {
            return max.value();
        } else if (value instanceof Min min) {
            return min.value();
        } else if (value instanceof Last last) {
            return last.value();
        }
        return ((Histogram) value).counts().values().stream().reduce(0L, SumOverflow.SATURATE::add);
    }
}
