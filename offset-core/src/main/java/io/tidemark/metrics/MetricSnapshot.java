package io.tidemark.metrics;

import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.List;
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
     * The answer to a query for totals, by one tag: values that differ in other tags alone are merged, values without
     * the tag left out.
     *
     * @param query the query
     * @param tag the name of the tag
     * @return the tag's values and what is measured for each
     * @throws IllegalArgumentException if the query was not part of the reading, or if values of
     *     {@link MetricValue.Last} would have to be merged: which of them was last is not known any more
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    default SortedMap<String, MetricValue> totalsBy(MetricQuery.Totals query, String tag) {
        return TagTotals.by(query, tag, totals(query), overflow());
    }

    /**
     * The largest {@linkplain #totalsBy totals by one tag}, largest first, and where they are equal the tag's values in
     * ascending order. Histograms are compared by how many values they count.
     *
     * @param query the query
     * @param tag the name of the tag
     * @param count how many at most
     * @throws IllegalArgumentException as {@link #totalsBy} does, or if the count is negative
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    default List<Map.Entry<String, MetricValue>> top(MetricQuery.Totals query, String tag, int count) {
        return TagTotals.largest(count, totalsBy(query, tag));
    }

    /**
     * The answer to a query for a series.
     *
     * @return start of the step to value, for the steps that have one
     * @throws IllegalArgumentException if the query was not part of the reading
     */
    SortedMap<Instant, MetricValue> series(MetricQuery.Series query);

    /** The ledger of the state that was read: which offsets its metrics were counted from. */
    Map<TopicPartition, StoredOffset> ledger();

    /** How the sink handles sums that exceed a {@code long}; sums of this snapshot are handled the same way. */
    default SumOverflow overflow() {
        return SumOverflow.FAIL;
    }

    /**
     * How many stored values of the group were limited to the range of a {@code long}, by a sink that is set to
     * {@link SumOverflow#SATURATE}. It never decreases; anything but 0 means that totals are too small.
     */
    default long saturated() {
        return 0;
    }

    /** When the last batch was written, by the sink's clock; empty where there was none. */
    Optional<Instant> writtenAt();
}
