package io.tidemark.offset;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The record of a loss: offsets that a job will never read, and who decided so.
 *
 * @param group the group
 * @param partition the partition
 * @param identity the topic whose offsets these are, where it is known
 * @param from the first lost offset, inclusive
 * @param until the end of the gap, exclusive
 * @param reason why they cannot be, or are not, read
 * @param policy the policy that let the job go on
 * @param time when it was decided
 */
public record LossReceipt(
        GroupId group,
        TopicPartition partition,
        Optional<TopicIdentity> identity,
        long from,
        long until,
        Reason reason,
        OutOfRangePolicy policy,
        Instant time) {

    /** @throws IllegalArgumentException if {@code from} is negative or {@code until} is below it */
    public LossReceipt {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(time, "time");
        new PartitionRange(partition, from, until);
    }

    /**
     * How many offsets are lost. Zero where the log that held them is gone and nobody can tell (see {@link Reason}).
     */
    public long count() {
        return until - from;
    }

    /** Why offsets were lost. */
    public enum Reason {
        /** The broker's retention deleted them before they were read. */
        EXPIRED,
        /** The stored offset lies beyond the log's end: the log was truncated, and what replaced its tail is skipped. */
        AHEAD_OF_LOG,
        /**
         * The topic was deleted and created again. The unread rest of the old log cannot be counted; a range of offsets is
         * what was not read of the new one.
         */
        TOPIC_RECREATED,
        /**
         * The offset belongs to another cluster. What that one still holds cannot be counted; a range of offsets is what
         * was not read of the new one.
         */
        OTHER_CLUSTER,
        /** The topic no longer has the partition; its unread rest cannot be counted. */
        PARTITION_GONE,
        /** They exist, and the job was told to go on behind them. */
        SKIPPED
    }
}
