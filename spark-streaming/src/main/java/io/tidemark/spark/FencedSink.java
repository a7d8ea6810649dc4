package io.tidemark.spark;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A sink whose writes stop at a {@link RunFence}; see {@link FencedStore}. Thread-safe, as the sink is. */
final class FencedSink implements MetricSink {

    private final MetricSink sink;
    private final RunFence fence;

    FencedSink(MetricSink sink, RunFence fence) {
        this.sink = sink;
        this.fence = fence;
    }

    @Override
    public Map<TopicPartition, StoredOffset> ledger(GroupId group) {
        return sink.ledger(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        fence.enter();
        try {
            return sink.initialize(group, offsets);
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(offsets);
            throw unknown;
        } finally {
            fence.leave();
        }
    }

    /** Writes; returns also if the same batch was applied before, by a write of this stream whose answer was lost. */
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

    @Override
    public void reposition(OffsetReposition reposition) {
        try {
            fence.write(() -> sink.reposition(reposition));
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(reposition);
            throw unknown;
        } catch (OffsetConflictException conflict) {
            throw fence.own().judged(conflict);
        }
    }

    /** The sink's own text: messages name the sink. */
    @Override
    public String toString() {
        return sink.toString();
    }
}
