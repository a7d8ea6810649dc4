package io.tidemark.structured;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The in-memory sink with a history: it can be put back to any state that it was in, as a restored backup would be. */
class RestorableSink implements MetricSink {

    private final List<Consumer<InMemoryMetricSink>> history = new ArrayList<>();
    private InMemoryMetricSink current = new InMemoryMetricSink();

    InMemoryMetricSink contents() {
        return current;
    }

    /** How many writes led to the present state. */
    int age() {
        return history.size();
    }

    /** Goes back to the state after some of the writes. */
    void restore(int writes) {
        history.subList(writes, history.size()).clear();
        current = new InMemoryMetricSink();
        history.forEach(write -> write.accept(current));
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return current.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        Map<TopicPartition, StoredOffset> governing = current.initialize(group, offsets);
        history.add(sink -> sink.initialize(group, offsets));
        return governing;
    }

    @Override
    public void write(MetricBatch batch) {
        current.write(batch);
        history.add(sink -> sink.write(batch));
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        current.reposition(reposition);
        history.add(sink -> sink.reposition(reposition));
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return current.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return current.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        current.recordGovernor(group, governor);
        history.add(sink -> sink.recordGovernor(group, governor));
    }
}
