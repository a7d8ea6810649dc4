package io.tidemark.spark;

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

/** A store whose writes stop at a {@link RunFence}. Thread-safe, as the store is. */
final class FencedStore implements OffsetStore {

    private final OffsetStore store;
    private final RunFence fence;

    FencedStore(OffsetStore store, RunFence fence) {
        this.store = store;
        this.fence = fence;
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return store.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        fence.enter();
        try {
            return store.initialize(group, offsets);
        } finally {
            fence.leave();
        }
    }

    @Override
    public void commit(OffsetCommit commit) {
        fence.write(() -> store.commit(commit));
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        fence.write(() -> store.reposition(reposition));
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
        fence.write(() -> store.recordGovernor(group, governor));
    }

    /** The store's own text: messages name the store. */
    @Override
    public String toString() {
        return store.toString();
    }
}
