package io.tidemark.metrics.redis.internal.read;

import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The answers to the queries of one read. */
record RedisMetricSnapshot(
        Map<Totals, Map<SortedMap<String, String>, MetricValue>> totals,
        Map<Series, SortedMap<Instant, MetricValue>> series,
        Map<TopicPartition, StoredOffset> ledger,
        Optional<Instant> writtenAt,
        SumOverflow overflow,
        long saturated)
        implements MetricSnapshot {

    @Override
    public Map<SortedMap<String, String>, MetricValue> totals(Totals query) {
        return answered(query, totals.get(query), totals.keySet());
    }

    @Override
    public SortedMap<Instant, MetricValue> series(Series query) {
        return answered(query, series.get(query), series.keySet());
    }

    private static <A> A answered(MetricQuery query, @Nullable A answer, Set<? extends MetricQuery> asked) {
        if (answer == null) {
            throw new IllegalArgumentException(
                    "Cannot answer " + query + ": it was not part of the reading, which asked for " + asked);
        }
        return answer;
    }
}
