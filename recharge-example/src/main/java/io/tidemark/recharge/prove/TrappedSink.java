package io.tidemark.recharge.prove;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A sink with traps around its write. */
record TrappedSink(MetricSink sink, Traps traps) implements MetricSink {

    @Override
    public Map<TopicPartition, StoredOffset> ledger(GroupId group) {
        return sink.ledger(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return sink.initialize(group, offsets);
    }

    @Override
    public void write(MetricBatch batch) {
        traps.pass(Point.BEFORE_WRITE);
        sink.write(batch);
        traps.pass(Point.AFTER_WRITE);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        sink.reposition(reposition);
    }

    @Override
    public String toString() {
        return sink.toString();
    }
}
