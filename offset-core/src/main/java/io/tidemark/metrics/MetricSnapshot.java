package io.tidemark.metrics;

import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Results of several queries, all from one state of the metrics: no batch is in one result and not in another.
 *
 * @since 0.1
 */
public interface MetricSnapshot {

    /**
     * The result of a query for totals.
     *
     * @return tags to value; empty if nothing was measured
     * @throws IllegalArgumentException if the query was not part of the reading
     */
    Map<SortedMap<String, String>, MetricValue> totals(MetricQuery.Totals query);

    /**
     * The result of a query for totals, by one tag: values that differ only in other tags are merged, and values
     * without the tag are left out.
     *
     * @param query the query
     * @param tag the name of the tag
     * @return the tag's values, each with its merged value
     * @throws IllegalArgumentException if the query was not part of the reading, or if values of
     *     {@link MetricValue.Last} would have to be merged, because it is unknown which of them was last
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    default SortedMap<String, MetricValue> totalsBy(MetricQuery.Totals query, String tag) {
        return TagTotals.by(query, tag, totals(query), overflow());
    }

    /**
     * The largest {@linkplain #totalsBy totals by one tag}, largest first; equal ones are ordered by the tag's values.
     * Histograms are compared by their number of values.
     *
     * @param query the query
     * @param tag the name of the tag
     * @param count the maximum number of totals
     * @throws IllegalArgumentException as {@link #totalsBy} does, or if the count is negative
     * @throws ArithmeticException if a sum overflows a {@code long}
     */
    default List<Map.Entry<String, MetricValue>> top(MetricQuery.Totals query, String tag, int count) {
        return TagTotals.largest(count, totalsBy(query, tag));
    }

    /**
     * The result of a query for a series.
     *
     * @return start of the step to value, for the steps that have one
     * @throws IllegalArgumentException if the query was not part of the reading
     */
    SortedMap<Instant, MetricValue> series(MetricQuery.Series query);

    /** The ledger of the state that was read: the offsets up to which its metrics were counted. */
    Map<TopicPartition, StoredOffset> ledger();

    /** How the sink handles sums that exceed a {@code long}; sums of this snapshot are handled the same way. */
    default SumOverflow overflow() {
        return SumOverflow.FAIL;
    }

    /**
     * How many stored values of the group a sink with {@link SumOverflow#SATURATE} has limited to the range of a
     * {@code long}. It never decreases; any value except 0 means that totals are too small.
     */
    default long saturated() {
        return 0;
    }

    /** When the last batch was written, by the sink's clock; empty if there was none. */
    Optional<Instant> writtenAt();
}
