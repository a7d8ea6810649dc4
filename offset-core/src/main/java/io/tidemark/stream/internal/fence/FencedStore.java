package io.tidemark.stream.internal.fence;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A store whose writes pass through a {@link RunFence}. It remembers the writes whose answers were lost, and recognizes
 * a conflict with the stream's own earlier write. Thread-safe, as the store is.
 */
public sealed class FencedStore extends ForwardingOffsetStore permits FencedSink {

    private final RunFence fence;

    public FencedStore(OffsetStore store, RunFence fence) {
        super(store);
        this.fence = fence;
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        fence.enter();
        try {
            return super.initialize(group, offsets);
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(offsets);
            throw unknown;
        } finally {
            fence.leave();
        }
    }

    /** Commits; also returns if an earlier write of this stream, whose answer was lost, has applied the same commit. */
    @Override
    public void commit(OffsetCommit commit) {
        try {
            fence.write(() -> super.commit(commit));
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(commit);
            throw unknown;
        } catch (OffsetConflictException conflict) {
            fence.own().requireApplied(conflict, commit);
        }
    }

    /** Commits; returns only if this call has applied it. */
    public void claim(OffsetCommit commit) {
        try {
            fence.write(() -> super.commit(commit));
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(commit);
            throw unknown;
        } catch (OffsetConflictException conflict) {
            throw fence.own().judged(conflict);
        }
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        try {
            fence.write(() -> super.reposition(reposition));
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(reposition);
            throw unknown;
        } catch (OffsetConflictException conflict) {
            throw fence.own().judged(conflict);
        }
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        fence.write(() -> super.recordGovernor(group, governor));
    }
}
