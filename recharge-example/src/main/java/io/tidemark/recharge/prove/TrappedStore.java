package io.tidemark.recharge.prove;

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
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** An offset store with traps around its writes. */
record TrappedStore(OffsetStore store, Traps traps) implements OffsetStore {

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return store.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        return store.readBack(group, topics);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return store.initialize(group, offsets);
    }

    @Override
    public void commit(OffsetCommit commit) {
        traps.pass(Point.BEFORE_COMMIT);
        store.commit(commit);
        traps.pass(Point.AFTER_COMMIT);
        traps.committed();
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        store.reposition(reposition);
        if (!reposition.receipts().isEmpty()) {
            traps.pass(Point.AFTER_MOVE);
        }
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return store.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return store.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        store.recordGovernor(group, governor);
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
