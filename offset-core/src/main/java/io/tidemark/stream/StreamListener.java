package io.tidemark.stream;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.StartOffsets;
import java.time.Duration;

/**
 * Receives the events of a stream. It is called on the stream's own threads, which wait for it: return quickly. Events
 * come one after the other, from several threads. One exception: a batch that was interrupted by a stop may still
 * report after a later run has begun. Exceptions and errors of a listener are logged and never break the stream. The
 * first start is reported before the method that starts the stream returns. A listener may stop the stream: the stop is
 * requested then, and the call returns at once.
 */
public interface StreamListener {

    /** The stream starts, or restarts, at these offsets. */
    default void started(StartOffsets offsets) {}

    /** A batch, or a part of one, was processed and committed. Batches without records are not reported. */
    default void batchCommitted(BatchReport report) {}

    /** A batch, or a part of one, was too large and is read again in smaller parts. */
    default void split(BatchSplit split) {}

    /** Records were lost by decision of a policy; the receipt is stored. */
    default void lost(LossReceipt receipt) {}

    /**
     * The sink is behind the offsets that the store has as committed; the records between are replayed into it.
     *
     * @param offsets how many offsets are read again, over all partitions
     */
    default void replaying(long offsets) {}

    /** Another driver has committed in the meantime; the stream ends for good. */
    default void conflicted(OffsetConflictException conflict) {}

    /**
     * The stream failed and will be restarted.
     *
     * @param cause the failure
     * @param restart how many failures there were in a row, this one included
     * @param delay how long it waits before the start
     */
    default void restarting(Throwable cause, int restart, Duration delay) {}
}
