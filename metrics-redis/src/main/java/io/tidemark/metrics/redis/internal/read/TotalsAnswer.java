package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.internal.layout.Kind;
import io.tidemark.metrics.redis.internal.layout.Tags;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** One merged value for each combination of tags. */
final class TotalsAnswer implements Answer {

    private final Map<String, Accumulator> values = new HashMap<>();

    @Override
    public void accept(Kind kind, SumOverflow overflow, String field, String value) {
        values.computeIfAbsent(field, absent -> new Accumulator(kind, overflow)).add(value);
    }

    Map<SortedMap<String, String>, MetricValue> result() {
        Map<SortedMap<String, String>, MetricValue> totals = new HashMap<>();
        values.forEach((field, value) -> totals.put(Tags.decode(field), value.result()));
        return Collections.unmodifiableMap(totals);
    }
}
