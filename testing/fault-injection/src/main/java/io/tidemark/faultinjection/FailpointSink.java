package io.tidemark.faultinjection;

import io.tidemark.metrics.ForwardingMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;

/** A sink with failpoints around its write. */
final class FailpointSink extends ForwardingMetricSink {

    private final Failpoints failpoints;

    FailpointSink(MetricSink sink, Failpoints failpoints) {
        super(sink);
        this.failpoints = failpoints;
    }

    @Override
    public void write(MetricBatch batch) {
        failpoints.pass(FailpointPlace.BEFORE_WRITE);
        super.write(batch);
        failpoints.pass(FailpointPlace.AFTER_WRITE);
    }
}
