package io.tidemark.stream;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.List;

/**
 * A batch failed, and the stream ended with it. Nothing of this batch was committed, and no later batch was run. The
 * cause of this exception is the reason; the message does not repeat it.
 *
 * @since 0.1
 */
public final class BatchFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Instant time;
    private final transient List<PartitionRange> ranges;

    /**
     * Describes the failure of a batch.
     *
     * @param group the group of the stream
     * @param time the batch's time
     * @param ranges the ranges of the batch
     * @param cause the reason
     */
    public BatchFailedException(GroupId group, Instant time, List<PartitionRange> ranges, Throwable cause) {
        // without the reason: a stack trace shows it as the cause
        super(
                "Cannot finish the batch of " + time + " of group " + group + " with ranges " + ranges
                        + ". No later batch was run or committed; a restart resumes from the stored offsets",
                cause);
        this.time = time;
        this.ranges = List.copyOf(ranges);
    }

    /** The batch's time. */
    public Instant time() {
        return time;
    }

    /** The ranges of the batch. */
    public List<PartitionRange> ranges() {
        return ranges;
    }
}
