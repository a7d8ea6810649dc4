package io.tidemark.recharge.prove;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;

/** A sink with traps around its write. */
final class TrappedSink extends ForwardingSink {

    private final Traps traps;

    TrappedSink(MetricSink sink, Traps traps) {
        super(sink);
        this.traps = traps;
    }

    @Override
    public void write(MetricBatch batch) {
        traps.pass(Point.BEFORE_WRITE);
        super.write(batch);
        traps.pass(Point.AFTER_WRITE);
    }
}
