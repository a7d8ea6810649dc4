package io.tidemark.stream.event;

import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.List;

/**
 * A batch, or a part of one, was too large. Nothing of it was applied, and it is read again in smaller parts.
 *
 * @since 0.1
 */
public final class BatchSplit extends StreamEvent {

    private final Instant batchTime;
    private final List<PartitionRange> ranges;
    private final Throwable cause;
    private final long maxRecords;

    /**
     * Describes a split.
     *
     * @param batchTime the batch's time
     * @param ranges the ranges that were too large together
     * @param cause the failure, with a message that names the limit
     * @param maxRecords the most offsets that the next parts cover
     */
    public BatchSplit(Source source, Instant batchTime, List<PartitionRange> ranges, Throwable cause, long maxRecords) {
        super(source);
        this.batchTime = batchTime;
        this.ranges = List.copyOf(ranges);
        this.cause = cause;
        this.maxRecords = maxRecords;
    }

    /** The batch's time. */
    public Instant batchTime() {
        return batchTime;
    }

    /** The ranges that were too large together. */
    public List<PartitionRange> ranges() {
        return ranges;
    }

    /** The failure, with a message that names the limit. */
    public Throwable cause() {
        return cause;
    }

    /** The most offsets that the next parts cover. */
    public long maxRecords() {
        return maxRecords;
    }

    @Override
    public String toString() {
        return "batch of " + batchTime + ", "
                + ranges.stream().mapToLong(PartitionRange::count).sum() + " offsets of " + ranges.size()
                + " partitions, split to at most " + maxRecords + " offsets: " + cause.getMessage();
    }
}
