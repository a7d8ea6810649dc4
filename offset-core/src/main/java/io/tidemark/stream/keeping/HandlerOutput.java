package io.tidemark.stream.keeping;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import java.time.Duration;
import java.util.List;

/** The job's own work, before the commit (at least once) or after it (at most once), all of it in the first part. */
final class HandlerOutput<B> extends BatchOutput<B> {

    private final Work<? super B> handler;
    private final Order order;

    HandlerOutput(Work<? super B> handler, Order order) {
        this.handler = handler;
        this.order = order;
    }

    @Override
    Rest begin(List<PartitionRange> ranges, B batch, OffsetKeeper keeper) throws Exception {
        Times times = process(ranges, batch, keeper);
        return () -> times;
    }

    private Times process(List<PartitionRange> ranges, B batch, OffsetKeeper keeper) throws Exception {
        OffsetCommit commit = new OffsetCommit(keeper.group(), ranges);
        if (order == Order.HANDLE_THEN_COMMIT) {
            Duration handling = handle(batch);
            return new Times(handling, Duration.ZERO, timed(() -> keeper.commit(commit)));
        }
        Duration committing = timed(() -> keeper.claim(commit));
        return new Times(handleClaimed(batch, keeper.group()), Duration.ZERO, committing);
    }

    private Duration handleClaimed(B batch, GroupId group) throws Exception {
        try {
            return handle(batch);
        } catch (Exception e) {
            if (TooLarge.of(e).isEmpty()) {
                throw e;
            }
            throw new OffsetStoreException(
                    "Cannot split a batch of group " + group + " that its handler finds too large: its offsets are"
                            + " committed already, as at most once requires. Make batches smaller: maxRecordsPerBatch",
                    e);
        }
    }

    private Duration handle(B batch) throws Exception {
        long began = System.nanoTime();
        handler.run(batch);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Duration timed(Runnable commit) {
        long began = System.nanoTime();
        commit.run();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Which of the two is first. */
    enum Order {
        HANDLE_THEN_COMMIT,
        COMMIT_THEN_HANDLE
    }
}
