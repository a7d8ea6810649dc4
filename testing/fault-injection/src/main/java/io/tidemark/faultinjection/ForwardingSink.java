package io.tidemark.faultinjection;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Passes all calls on to another sink. Extend it to observe or change some of them. */
public abstract class ForwardingSink implements MetricSink {

    private final MetricSink sink;

    /** @param sink where the calls go */
    protected ForwardingSink(MetricSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(MetricBatch batch) {
        sink.write(batch);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return sink.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        return sink.readBack(group, topics);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return sink.initialize(group, offsets);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        sink.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return sink.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return sink.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        sink.recordGovernor(group, governor);
    }

    @Override
    public String toString() {
        return sink.toString();
    }
}
