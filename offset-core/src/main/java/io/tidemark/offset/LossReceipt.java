package io.tidemark.offset;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * The record of a loss: offsets that a job will never read, and the policy that decided it.
 *
 * @param group the group
 * @param partition the partition
 * @param identity the topic that the offsets belong to, if it is known
 * @param from the first lost offset, inclusive
 * @param until the end of the gap, exclusive
 * @param reason why they cannot be, or are not, read
 * @param policy the policy that allowed the job to continue
 * @param time when it was decided
 * @since 0.1
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

    /** The order in which {@link OffsetStore#lossReceipts} returns them. */
    public static final Comparator<LossReceipt> OLDEST_FIRST = Comparator.comparing(LossReceipt::time)
            .thenComparing(receipt -> receipt.partition().topic())
            .thenComparing(receipt -> receipt.partition().partition())
            .thenComparing(LossReceipt::from)
            .thenComparing(LossReceipt::reason);

    /** @throws IllegalArgumentException if {@code from} is negative or {@code until} is below it */
    public LossReceipt {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(time, "time");
        new PartitionRange(partition, from, until);
    }

    /** The properties by which stores recognize the receipt of a repeated decision. */
    public Key key() {
        return new Key(group, partition, identity, from, reason);
    }

    /**
     * The number of lost offsets. Empty if that is unknown, because the log that held the unread offsets no longer
     * exists (see {@link Reason}). {@link #knownCount()} is a lower bound then.
     */
    public OptionalLong count() {
        return switch (reason) {
            case EXPIRED, AHEAD_OF_LOG, SKIPPED -> OptionalLong.of(knownCount());
            case TOPIC_RECREATED, OTHER_CLUSTER, PARTITION_GONE -> OptionalLong.empty();
        };
    }

    /** The number of offsets that are certainly lost: those from {@code from} to {@code until}. */
    public long knownCount() {
        return until - from;
    }

    /** The count as text: {@code 30}, {@code unknown}, or {@code at least 30}. */
    public String describeCount() {
        if (count().isPresent()) {
            return Long.toString(knownCount());
        }
        return knownCount() == 0 ? "unknown" : "at least " + knownCount();
    }

    /**
     * Identifies a receipt. A decision that is repeated after a crash has the same key, even if the gap is wider by
     * then or the policy is another one. A loss for another reason has another key, even if it begins at the same
     * offset.
     *
     * @param group the group
     * @param partition the partition
     * @param identity the topic that the offsets belong to, if it is known
     * @param from the first lost offset, inclusive
     * @param reason why the offsets cannot be, or are not, read
     * @since 0.1
     */
    public record Key(
            GroupId group, TopicPartition partition, Optional<TopicIdentity> identity, long from, Reason reason) {}

    /** Why offsets were lost. */
    public enum Reason {
        /** The broker's retention deleted them before they were read. */
        EXPIRED,
        /**
         * The stored offset is beyond the log's end, or the log was truncated before it. The range is what the log no
         * longer has; the group had read it.
         */
        AHEAD_OF_LOG,
        /**
         * The topic was deleted and created again. The unread rest of the old log cannot be counted; a range of offsets
         * is the unread part of the new log.
         */
        TOPIC_RECREATED,
        /**
         * The offset belongs to another cluster. The unread rest there cannot be counted; a range of offsets is the
         * unread part of the new log.
         */
        OTHER_CLUSTER,
        /** The topic no longer has the partition; its unread rest cannot be counted. */
        PARTITION_GONE,
        /** They exist, but an operator or a policy has skipped them. */
        SKIPPED
    }
}
