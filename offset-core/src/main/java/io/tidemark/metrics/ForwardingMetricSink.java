package io.tidemark.metrics;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.spi.ForwardingOffsetStore;

/**
 * Passes each call on to another sink. Extend it to observe or change some of the calls; see
 * {@link ForwardingOffsetStore}. A commit is a {@link #write} without measurements here, too.
 *
 * <p>As thread-safe as the other sink.
 *
 * @since 0.1
 */
public abstract class ForwardingMetricSink extends ForwardingOffsetStore implements MetricSink {

    private final MetricSink sink;

    /** @param sink receives the calls */
    protected ForwardingMetricSink(MetricSink sink) {
        super(sink);
        this.sink = sink;
    }

    @Override
    public void write(MetricBatch batch) {
        sink.write(batch);
    }

    @Override
    public void commit(OffsetCommit commit) {
        MetricSink.super.commit(commit);
    }
}
