package io.tidemark.offset.tck;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** A sink's ledger seen as a store, so that it passes the same tests: a commit is a batch without measurements. */
record SinkLedger(MetricSink sink) implements OffsetStore {

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return sink.ledger(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return sink.initialize(group, offsets);
    }

    @Override
    public void commit(OffsetCommit commit) {
        sink.write(new MetricBatch(commit, List.of()));
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        sink.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        throw new UnsupportedOperationException(
                "Cannot read loss receipts of " + group + " from a sink: the offset store keeps them");
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        throw new UnsupportedOperationException(
                "Cannot read what governs " + group + " from a sink: the offset store keeps it");
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        throw new UnsupportedOperationException(
                "Cannot record what governs " + group + " in a sink: the offset store keeps it");
    }
}
