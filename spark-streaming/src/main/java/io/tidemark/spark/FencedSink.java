package io.tidemark.spark;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A sink whose writes stop at a {@link RunFence}. Thread-safe, as the sink is. */
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
        } finally {
            fence.leave();
        }
    }

    @Override
    public void write(MetricBatch batch) {
        fence.write(() -> sink.write(batch));
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        fence.write(() -> sink.reposition(reposition));
    }

    /** The sink's own text: messages name the sink. */
    @Override
    public String toString() {
        return sink.toString();
    }
}
