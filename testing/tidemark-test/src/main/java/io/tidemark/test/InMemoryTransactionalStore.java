package io.tidemark.test;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A transactional store in memory. A job's own work changes a map of counts, together with the offsets or not at all.
 * Used by one thread at a time.
 *
 * @since 0.1
 */
public final class InMemoryTransactionalStore implements TransactionalOffsetStore<Map<String, Long>> {

    private final InMemoryOffsetStore offsets;
    private final Map<String, Long> counts;

    /**
     * Creates a store.
     *
     * @param offsets keeps the offsets
     * @param counts are changed in place when a commit is applied
     */
    public InMemoryTransactionalStore(InMemoryOffsetStore offsets, Map<String, Long> counts) {
        this.offsets = offsets;
        this.counts = counts;
    }

    @Override
    public <X extends Exception> void commitWith(OffsetCommit commit, Work<? super Map<String, Long>, X> work)
            throws X {
        commit.requireStored(offsets.load(commit.group(), commit.topics()));
        Map<String, Long> changed = new HashMap<>(counts);
        work.run(changed);
        offsets.commit(commit);
        counts.putAll(changed);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return offsets.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> first) {
        return offsets.initialize(group, first);
    }

    @Override
    public void commit(OffsetCommit commit) {
        offsets.commit(commit);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        offsets.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return offsets.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return offsets.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        offsets.recordGovernor(group, governor);
    }
}
