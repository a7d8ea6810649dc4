package io.tidemark.stream.keeping;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts how often each value was seen: a lost value is missing, a repeated one has a count of 2. */
final class Counting {

    private Counting() {}

    /** One value, seen once. */
    static Measurement one(int value) {
        return Measurement.timeless("seen", Map.of("value", Integer.toString(value)), new MetricValue.Sum(1));
    }

    /** How often each value was counted. */
    static SortedMap<Integer, Long> counted(InMemoryMetricSink sink, String group) {
        MetricQuery.Totals totals = new MetricQuery.Totals("seen", Period.all());
        TreeMap<Integer, Long> counted = new TreeMap<>();
        sink.read(new GroupId(group), List.of(totals)).totals(totals).forEach((tags, value) -> {
            if (value instanceof MetricValue.Sum sum) {
                counted.merge(Integer.valueOf(tags.getOrDefault("value", "-1")), sum.value(), Math::addExact);
            }
        });
        return counted;
    }

    /** The counts of an exact job over the values from 0 on. */
    static SortedMap<Integer, Long> onceEach(int values) {
        TreeMap<Integer, Long> once = new TreeMap<>();
        for (int value = 0; value < values; value++) {
            once.put(value, 1L);
        }
        return once;
    }
}
