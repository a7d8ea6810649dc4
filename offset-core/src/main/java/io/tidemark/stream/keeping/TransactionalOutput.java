package io.tidemark.stream.keeping;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.stream.internal.fence.RunFence;
import java.time.Duration;
import java.util.List;

/**
 * Exactly once into a transactional store: fence, the job's work on the same connection, commit, all of it in the first
 * part.
 */
final class TransactionalOutput<B, C> extends BatchOutput<B> {

    private final TransactionalOffsetStore<C> store;
    private final TransactionalWork<? super B, ? super C> handler;

    TransactionalOutput(TransactionalOffsetStore<C> store, TransactionalWork<? super B, ? super C> handler) {
        this.store = store;
        this.handler = handler;
    }

    @Override
    Rest begin(List<PartitionRange> ranges, B batch, OffsetKeeper keeper) throws Exception {
        Times times = process(new OffsetCommit(keeper.group(), ranges), batch, keeper.fence());
        return () -> times;
    }

    @Override
    void requireStore(GroupId group, OffsetStore given) {
        if (given != store) {
            throw new IllegalArgumentException("Cannot keep the offsets of group " + group + " in " + given
                    + ": the output commits in the transactions of " + store + "; open the stream with the same store");
        }
    }

    private Times process(OffsetCommit commit, B batch, RunFence fence) throws Exception {
        long began = System.nanoTime();
        long[] handling = new long[1];
        boolean[] inHandler = new boolean[1];
        try {
            commitWith(commit, fence, connection -> {
                long handed = System.nanoTime();
                inHandler[0] = true;
                handler.run(batch, connection);
                inHandler[0] = false;
                handling[0] = System.nanoTime() - handed;
            });
        } catch (BatchTooLargeException tooLarge) {
            throw inHandler[0] ? tooLarge : new CommitTooLargeException(tooLarge);
        } catch (CommitOutcomeUnknownException unknown) {
            fence.own().unsettled(commit);
            fence.resolve(unknown, commit, () -> store.readBack(commit.group(), commit.topics()));
        } catch (OffsetConflictException conflict) {
            fence.own().requireApplied(conflict, commit);
        }
        return new Times(
                Duration.ofNanos(handling[0]),
                Duration.ZERO,
                Duration.ofNanos(System.nanoTime() - began - handling[0]));
    }

    /** Enters the fence after the work. If the run has been revoked in the meantime, the transaction is rolled back. */
    private void commitWith(OffsetCommit commit, RunFence fence, TransactionalOffsetStore.Work<C, Exception> work)
            throws Exception {
        boolean[] entered = new boolean[1];
        try {
            store.<Exception>commitWith(commit, connection -> {
                work.run(connection);
                if (!entered[0]) {
                    fence.enter();
                    entered[0] = true;
                }
            });
        } finally {
            if (entered[0]) {
                fence.leave();
            }
        }
    }
}
