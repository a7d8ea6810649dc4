package io.tidemark.offset.kafka;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A store whose writes are passed to a mirror. */
class MirroredOffsetStore implements OffsetStore {

    private final OffsetStore store;
    private final KafkaOffsetMirror mirror;

    MirroredOffsetStore(OffsetStore store, KafkaOffsetMirror mirror) {
        this.store = store;
        this.mirror = mirror;
    }

    @Override
    public final Map<TopicPartition, StoredOffset> load(GroupId group) {
        return store.load(group);
    }

    @Override
    public final Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        return store.readBack(group, topics);
    }

    @Override
    public final Map<TopicPartition, StoredOffset> initialize(
            GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        Map<TopicPartition, StoredOffset> governing = store.initialize(group, offsets);
        Map<TopicPartition, Long> stored = new HashMap<>();
        governing.forEach((partition, entry) -> stored.put(partition, entry.offset()));
        mirror.offer(group, stored);
        return governing;
    }

    @Override
    public final void commit(OffsetCommit commit) {
        store.commit(commit);
        committed(commit);
    }

    @Override
    public final void reposition(OffsetReposition reposition) {
        store.reposition(reposition);
        Map<TopicPartition, Long> stored = new HashMap<>();
        reposition.moves().forEach((partition, move) -> move.next()
                .ifPresent(next -> stored.put(partition, next.offset())));
        mirror.offer(reposition.group(), stored);
    }

    @Override
    public final List<LossReceipt> lossReceipts(GroupId group) {
        return store.lossReceipts(group);
    }

    @Override
    public final Optional<Governor> governor(GroupId group) {
        return store.governor(group);
    }

    @Override
    public final void recordGovernor(GroupId group, Governor governor) {
        store.recordGovernor(group, governor);
    }

    final void committed(OffsetCommit commit) {
        Map<TopicPartition, Long> stored = new HashMap<>();
        for (PartitionRange range : commit.ranges()) {
            stored.put(range.partition(), range.until());
        }
        mirror.offer(commit.group(), stored);
    }

    @Override
    public final String toString() {
        return store + ", mirrored by " + mirror;
    }
}
