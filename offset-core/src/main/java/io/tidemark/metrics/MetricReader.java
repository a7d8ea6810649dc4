package io.tidemark.metrics;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.Collection;

/**
 * Reads the metrics that a {@link MetricSink} has written. Implementations are safe for use by several threads.
 *
 * @since 0.1
 */
public interface MetricReader {

    /**
     * Answers several queries from one state of a group's metrics.
     *
     * @param group the group
     * @param queries the queries; may be empty (ledger and time of the last write are read in any case)
     * @throws OffsetStoreException if the metrics cannot be read
     */
    MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries);
}
