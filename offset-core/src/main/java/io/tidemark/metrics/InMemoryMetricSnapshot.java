package io.tidemark.metrics;

import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Answers that were computed when the snapshot was taken. */
record InMemoryMetricSnapshot(
        Map<Totals, Map<SortedMap<String, String>, MetricValue>> totals,
        Map<Series, SortedMap<Instant, MetricValue>> series,
        Map<TopicPartition, StoredOffset> ledger,
        Optional<Instant> writtenAt,
        SumOverflow overflow,
        long saturated)
        implements MetricSnapshot {

    @Override
    public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
        return Collections.unmodifiableMap(answered(query, totals.get(query), totals.keySet()));
    }

    @Override
    public SortedMap<Instant, MetricValue> series(Series query) {
        return Collections.unmodifiableSortedMap(answered(query, series.get(query), series.keySet()));
    }

    private static <A> A answered(MetricQuery query, @Nullable A answer, Collection<? extends MetricQuery> asked) {
        if (answer == null) {
            throw new IllegalArgumentException(
                    "Cannot answer " + query + ": it was not part of the reading, which asked for " + asked);
        }
        return answer;
    }
}
