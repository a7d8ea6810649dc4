package io.tidemark.faultinjection;

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

/** An offset store with failpoints around its writes. */
record FailpointStore(OffsetStore store, Failpoints failpoints) implements OffsetStore {

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
        failpoints.pass(FailpointPlace.BEFORE_COMMIT);
        store.commit(commit);
        failpoints.pass(FailpointPlace.AFTER_COMMIT);
        failpoints.committed();
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        store.reposition(reposition);
        if (!reposition.receipts().isEmpty()) {
            failpoints.pass(FailpointPlace.AFTER_MOVE);
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
