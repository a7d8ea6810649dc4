package io.tidemark.offset;

import java.io.Serializable;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * A range of offsets of one partition.
 *
 * @param partition the partition
 * @param from the first offset, inclusive; not negative
 * @param until the end, exclusive; not below {@code from}
 * @since 0.1
 */
public record PartitionRange(TopicPartition partition, long from, long until) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** @throws IllegalArgumentException if {@code from} is negative or {@code until} is below it */
    public PartitionRange {
        Objects.requireNonNull(partition, "partition");
        if (from < 0 || until < from) {
            throw new IllegalArgumentException(
                    "Cannot make a range of " + partition + ": from " + from + ", until " + until);
        }
    }

    /** The number of offsets in the range; there may be fewer records (compacted topics, transaction markers). */
    public long count() {
        return until - from;
    }

    /** Whether the range has no offset. */
    public boolean isEmpty() {
        return from == until;
    }

    @Override
    public String toString() {
        return partition + " [" + from + ", " + until + ")";
    }
}
