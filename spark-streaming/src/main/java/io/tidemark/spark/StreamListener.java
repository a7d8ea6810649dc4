package io.tidemark.spark;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.StartOffsets;
import java.time.Duration;

/**
 * Hears what happens to a stream. Called on the stream's own threads, which wait for it: return quickly. Events come one
 * after the other, from several threads, save that a batch which was cut off may still report while a later run has begun.
 * What a listener throws, errors included, is logged and otherwise ignored; it never breaks the stream. A stream's first
 * start is told while the method that starts it still runs. A listener may stop the stream: {@link ManagedStream#stop}
 * requests the stop then and returns.
 */
public interface StreamListener {

    /** The stream starts, or starts again, at these offsets. */
    default void started(StartOffsets offsets) {}

    /** A batch, or a part of one, was processed and committed. Batches without records are not reported. */
    default void batchCommitted(BatchReport report) {}

    /** A batch, or a part of one, was too large and is read again in smaller parts. */
    default void split(BatchSplit split) {}

    /** Records were lost by decision of a policy; the receipt is stored. */
    default void lost(LossReceipt receipt) {}

    /**
     * The sink had not all that the store says was committed.
     *
     * @param offsets how many offsets are read again, over all partitions
     */
    default void refilling(long offsets) {}

    /** Another driver has moved on; the stream ends for good. */
    default void conflicted(OffsetConflictException conflict) {}

    /**
     * The stream failed and will be started again.
     *
     * @param cause what it failed with
     * @param restart how many failures there were in a row, this one included
     * @param delay how long it waits before the start
     */
    default void restarting(Throwable cause, int restart, Duration delay) {}
}
