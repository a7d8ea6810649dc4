package io.tidemark.offset.kafka;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A store whose writes are passed to a mirror. */
class MirroredOffsetStore extends ForwardingOffsetStore {

    private final KafkaOffsetMirror mirror;

    MirroredOffsetStore(OffsetStore store, KafkaOffsetMirror mirror) {
        super(store);
        this.mirror = mirror;
    }

    @Override
    public final Map<TopicPartition, StoredOffset> initialize(
            GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        Map<TopicPartition, StoredOffset> governing = super.initialize(group, offsets);
        Map<TopicPartition, Long> stored = new HashMap<>();
        governing.forEach((partition, entry) -> stored.put(partition, entry.offset()));
        mirror.offer(group, stored);
        return governing;
    }

    @Override
    public final void commit(OffsetCommit commit) {
        super.commit(commit);
        committed(commit);
    }

    @Override
    public final void reposition(OffsetReposition reposition) {
        super.reposition(reposition);
        Map<TopicPartition, Long> stored = new HashMap<>();
        reposition.moves().forEach((partition, move) -> move.next()
                .ifPresent(next -> stored.put(partition, next.offset())));
        mirror.offer(reposition.group(), stored);
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
        return super.toString() + ", mirrored by " + mirror;
    }
}
