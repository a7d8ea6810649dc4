package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.tck.metrics.MetricLimitTests;

/**
 * The contract of a {@link MetricSink} that limits the size of a batch. Extend it beside {@link MetricSinkContract} if
 * your sink ever throws {@link io.tidemark.offset.BatchTooLargeException}.
 *
 * @since 0.1
 */
public abstract class MetricSinkLimitContract implements MetricLimitTests {

    /** For subclasses. */
    protected MetricSinkLimitContract() {}

    /**
     * Opens a sink on this test's data whose limit is so low that it refuses a batch of 1,000 different measurements of
     * one minute, and accepts one of 10.
     */
    protected abstract MetricSink openLimitedSink();

    /** Opens a reader of this test's data. */
    protected abstract MetricReader openReader();

    @Override
    public final MetricSink openMetrics() {
        return openLimitedSink();
    }

    @Override
    public final MetricReader openMetricReader() {
        return openReader();
    }
}
