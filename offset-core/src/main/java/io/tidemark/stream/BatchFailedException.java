package io.tidemark.stream;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.List;

/**
 * A batch failed and with it the stream: nothing of this batch was committed, and nothing after it was run. The reason
 * is the cause; the message does not repeat it.
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
     * @param group whose batch it is
     * @param time the batch's time
     * @param ranges what the batch covered
     * @param cause why it failed
     */
    public BatchFailedException(GroupId group, Instant time, List<PartitionRange> ranges, Throwable cause) {
        // without the reason: a stack trace shows it as the cause
        super(
                "Cannot finish the batch of " + time + " of group " + group + " with ranges " + ranges
                        + ". Nothing after it was run or committed; a restart resumes from what is stored",
                cause);
        this.time = time;
        this.ranges = List.copyOf(ranges);
    }

    /** The batch's time. */
    public Instant time() {
        return time;
    }

    /** What the batch covered. */
    public List<PartitionRange> ranges() {
        return ranges;
    }
}
