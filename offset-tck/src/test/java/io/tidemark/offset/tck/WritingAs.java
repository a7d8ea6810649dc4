package io.tidemark.offset.tck;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A store as it is opened for one writer. */
class WritingAs<S extends ForwardingOffsetStore> implements OffsetStore {

    final S store;
    private final WriterName writer;

    WritingAs(S store, WriterName writer) {
        this.store = store;
        this.writer = writer;
    }

    /** Sets this writer on the current thread and returns the store. */
    S here() {
        store.writer.set(writer);
        return store;
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return here().load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
        return here().load(group, topics);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return here().initialize(group, offsets);
    }

    @Override
    public void commit(OffsetCommit commit) {
        here().commit(commit);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        here().reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return here().lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return here().governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        here().recordGovernor(group, governor);
    }
}
