package io.tidemark.offset.verification;

import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import java.util.Optional;

/**
 * The verdict on one partition: its stored offset compared with its log.
 *
 * @since 0.1
 */
public sealed interface OffsetVerification {

    /**
     * Verifies one partition. The checks run in this order: gone, not stored, another cluster, recreated topic,
     * expired, ahead. An offset of another log is never compared with this log's bounds.
     *
     * @param stored the stored entry, if there is one
     * @param log the partition's log, if the cluster has the partition
     * @throws IllegalArgumentException if neither is given
     */
    static OffsetVerification verify(Optional<StoredOffset> stored, Optional<PartitionLog> log) {
        if (stored.isEmpty()) {
            return new Absent(log.orElseThrow(() -> new IllegalArgumentException(
                            "Cannot verify a partition that is neither stored nor in the cluster"))
                    .bounds());
        }
        long offset = stored.get().offset();
        if (log.isEmpty()) {
            return new PartitionGone(offset);
        }
        LogBounds bounds = log.get().bounds();
        Optional<TopicIdentity> identity = stored.get().identity();
        if (identity.isPresent() && !identity.get().equals(log.get().identity())) {
            TopicIdentity found = log.get().identity();
            return identity.get().clusterId().equals(found.clusterId())
                    ? new RecreatedTopic(offset, identity.get(), found, bounds)
                    : new OtherCluster(offset, identity.get(), found, bounds);
        }
        if (offset < bounds.start()) {
            return new Expired(offset, bounds);
        }
        if (offset > bounds.end()) {
            return new AheadOfLog(offset, bounds);
        }
        return new Resumable(offset, bounds);
    }

    /**
     * Returns the verdict that also considers where the log was truncated: {@link Truncated} if this offset was
     * resumable or ahead of the log and is after that point, otherwise this verdict.
     *
     * @param truncatedAt the first offset at which the log differs from the one that was read
     */
    default OffsetVerification withTruncation(long truncatedAt) {
        if (this instanceof Resumable resumable && resumable.stored() > truncatedAt) {
            return new Truncated(resumable.stored(), truncatedAt, resumable.bounds());
        }
        if (this instanceof AheadOfLog ahead && ahead.stored() > truncatedAt) {
            return new Truncated(ahead.stored(), truncatedAt, ahead.bounds());
        }
        return this;
    }

    /** The verdict with its numbers, as text. */
    String describe();

    /** The log holds the stored offset: the job resumes there. */
    record Resumable(long stored, LogBounds bounds) implements OffsetVerification {
        @Override
        public String describe() {
            return "resumable: stored " + stored + ", log start " + bounds.start() + ", log end " + bounds.end();
        }
    }

    /** The log starts after the stored offset: retention has deleted records that were not read. */
    record Expired(long stored, LogBounds bounds) implements OffsetVerification {
        /** How many offsets were deleted unread. */
        public long lost() {
            return bounds.start() - stored;
        }

        @Override
        public String describe() {
            return "expired: stored " + stored + ", log start " + bounds.start() + ", log end " + bounds.end()
                    + ", lost " + lost();
        }
    }

    /** The log ends before the stored offset: it was truncated, or is another log (if no identity is stored). */
    record AheadOfLog(long stored, LogBounds bounds) implements OffsetVerification {
        /** How many offsets that were read are no longer in the log. */
        public long missing() {
            return stored - bounds.end();
        }

        @Override
        public String describe() {
            return "ahead of the log: stored " + stored + ", log start " + bounds.start() + ", log end " + bounds.end()
                    + ", missing " + missing();
        }
    }

    /**
     * The log was truncated before the stored offset: a replica that lacked the last records became leader. Records
     * before the stored offset that the group has read no longer exist. When the log has grown again, its bounds no
     * longer show this.
     *
     * @param stored the stored entry
     * @param truncatedAt the first offset at which the log differs from the one that was read
     * @param bounds the log's bounds
     */
    record Truncated(long stored, long truncatedAt, LogBounds bounds) implements OffsetVerification {
        /** How many offsets that were read are no longer in the log. */
        public long missing() {
            return stored - truncatedAt;
        }

        @Override
        public String describe() {
            return "log truncated: stored " + stored + ", truncated at " + truncatedAt
                    + " and written again from there, log start " + bounds.start() + ", log end " + bounds.end()
                    + ", missing " + missing();
        }
    }

    /** The topic was deleted and created again. */
    record RecreatedTopic(long stored, TopicIdentity identity, TopicIdentity found, LogBounds bounds)
            implements OffsetVerification {
        @Override
        public String describe() {
            return "topic recreated: stored " + stored + " of topic id " + identity.topicId() + ", found topic id "
                    + found.topicId() + " with log start " + bounds.start() + ", log end " + bounds.end();
        }
    }

    /** The offset was stored for a topic of another cluster. */
    record OtherCluster(long stored, TopicIdentity identity, TopicIdentity found, LogBounds bounds)
            implements OffsetVerification {
        @Override
        public String describe() {
            return "another cluster: stored " + stored + " of cluster " + identity.clusterId() + ", found cluster "
                    + found.clusterId() + " with log start " + bounds.start() + ", log end " + bounds.end();
        }
    }

    /** The cluster no longer has the partition. */
    record PartitionGone(long stored) implements OffsetVerification {
        @Override
        public String describe() {
            return "partition gone: stored " + stored + ", the cluster does not have it";
        }
    }

    /** Nothing is stored for the partition. */
    record Absent(LogBounds bounds) implements OffsetVerification {
        @Override
        public String describe() {
            return "nothing stored: log start " + bounds.start() + ", log end " + bounds.end();
        }
    }
}
