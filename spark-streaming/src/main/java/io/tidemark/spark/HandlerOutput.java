package io.tidemark.spark;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import java.time.Duration;

/** The job's own work, before the commit (at least once) or after it (at most once); nothing is left for later. */
final class HandlerOutput<K, V> implements BatchOutput<K, V> {

    private final GroupId group;
    private final BatchHandler<K, V> handler;
    private final Order order;

    HandlerOutput(GroupId group, BatchHandler<K, V> handler, Order order) {
        this.group = group;
        this.handler = handler;
        this.order = order;
    }

    @Override
    public Rest begin(Batch<K, V> batch, OffsetKeeper keeper) throws Exception {
        Times times = process(batch, keeper);
        return () -> times;
    }

    private Times process(Batch<K, V> batch, OffsetKeeper keeper) throws Exception {
        OffsetCommit commit = new OffsetCommit(group, batch.ranges());
        if (order == Order.HANDLE_THEN_COMMIT) {
            Duration handling = handle(batch);
            return new Times(handling, Duration.ZERO, timed(() -> keeper.commit(commit)));
        }
        Duration committing = timed(() -> keeper.claim(commit));
        return new Times(handleClaimed(batch), Duration.ZERO, committing);
    }

    private Duration handleClaimed(Batch<K, V> batch) throws Exception {
        try {
            return handle(batch);
        } catch (Exception e) {
            if (TooLarge.of(e).isEmpty()) {
                throw e;
            }
            throw new OffsetStoreException(
                    "Cannot split a batch of group " + group + " that its handler finds too large: its offsets are"
                            + " committed already, as at most once demands. Make batches smaller: maxRecordsPerBatch",
                    e);
        }
    }

    private Duration handle(Batch<K, V> batch) throws Exception {
        long began = System.nanoTime();
        handler.handle(batch);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration timed(Runnable commit) {
        long began = System.nanoTime();
        commit.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** What comes first. */
    enum Order {
        HANDLE_THEN_COMMIT,
        COMMIT_THEN_HANDLE
    }
}
