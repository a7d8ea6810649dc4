package io.tidemark.metrics;

import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/** Answers to several queries, all from one state of the metrics: no batch is in one of them and not in another. */
public interface MetricSnapshot {

    /**
     * The answer to a query for totals.
     *
     * @return tags to value; empty where nothing was measured
     * @throws IllegalArgumentException if the query was not part of the reading
     */
    Map<SortedMap<String, String>, MetricValue> totals(MetricQuery.Totals query);

    /**
     * The answer to a query for a series.
     *
     * @return start of the step to value, for the steps that have one
     * @throws IllegalArgumentException if the query was not part of the reading
     */
    SortedMap<Instant, MetricValue> series(MetricQuery.Series query);

    /** The ledger of the state that was read: which offsets its metrics were counted from. */
    Map<TopicPartition, StoredOffset> ledger();

    /** When the last batch was written, by the sink's clock; empty where there was none. */
    Optional<Instant> writtenAt();
}
