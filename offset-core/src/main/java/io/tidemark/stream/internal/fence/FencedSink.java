package io.tidemark.stream.internal.fence;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;

/** A sink whose writes pass through a {@link RunFence}; see {@link FencedStore}. Thread-safe, as the sink is. */
public final class FencedSink extends FencedStore implements MetricSink {

    private final MetricSink sink;
    private final RunFence fence;

    public FencedSink(MetricSink sink, RunFence fence) {
        super(sink, fence);
        this.sink = sink;
        this.fence = fence;
    }

    /** Writes; also returns if an earlier write of this stream, whose answer was lost, has applied the same batch. */
    @Override
    public void write(MetricBatch batch) {
        try {
            fence.write(() -> sink.write(batch));
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(batch.coverage());
            throw unknown;
        } catch (OffsetConflictException conflict) {
            fence.own().requireApplied(conflict, batch.coverage());
        }
    }
}
