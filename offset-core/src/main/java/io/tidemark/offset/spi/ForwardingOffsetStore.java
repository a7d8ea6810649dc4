package io.tidemark.offset.spi;

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

/**
 * Passes each call on to another store. Extend it to observe or change some of the calls. Each method is passed on to
 * the method of the same signature: a subclass that changes loaded entries overrides both {@code load} methods and
 * {@code readBack}.
 *
 * <p>As thread-safe as the other store.
 *
 * @since 0.1
 */
public abstract class ForwardingOffsetStore implements OffsetStore {

    private final OffsetStore store;

    /** @param store receives the calls */
    protected ForwardingOffsetStore(OffsetStore store) {
        this.store = store;
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return store.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
        return store.load(group, topics);
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
        store.commit(commit);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        store.reposition(reposition);
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

    /** The text of the other store, which messages name. */
    @Override
    public String toString() {
        return store.toString();
    }
}
