package io.tidemark.test;

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

/**
 * An in-memory sink with a history. It can be put back to any state that it was in, as a restored backup would be. Used
 * by one thread at a time.
 *
 * @since 0.1
 */
public class RestorableSink implements MetricSink {

    private final List<Consumer<InMemoryMetricSink>> history = new ArrayList<>();
    private InMemoryMetricSink current = new InMemoryMetricSink();

    /** The present state, which is also the reader of the metrics. */
    public InMemoryMetricSink contents() {
        return current;
    }

    /** The number of writes that led to the present state. */
    public int age() {
        return history.size();
    }

    /**
     * Goes back to an earlier state.
     *
     * @param writes the number of writes to keep
     */
    public void restore(int writes) {
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
