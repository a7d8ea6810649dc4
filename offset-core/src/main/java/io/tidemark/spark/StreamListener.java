package io.tidemark.spark;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.StartOffsets;
import java.time.Duration;

/**
 * Hears what happens to a stream. Called on the stream's own threads: return quickly. What a listener throws is logged
 * and otherwise ignored; it never breaks the stream.
 */
public interface StreamListener {

    /** The stream starts, or starts again, at these offsets. */
    default void started(StartOffsets offsets) {}

    /** A batch was processed and committed. Batches without records are not reported. */
    default void batchCommitted(BatchReport report) {}

    /** Records were lost by decision of a policy; the receipt is stored. */
    default void lost(LossReceipt receipt) {}

    /** The sink had not all that the store says was committed: these offsets are read again. */
    default void refilling(long offsets) {}

    /** Another driver has moved on; the stream stops. */
    default void conflicted(OffsetConflictException conflict) {}

    /** The stream failed and will be started again. */
    default void restarting(Throwable cause, int restart, Duration delay) {}
}
