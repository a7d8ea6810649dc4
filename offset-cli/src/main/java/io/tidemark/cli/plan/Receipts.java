package io.tidemark.cli.plan;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.LossReceipt.Reason;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.AheadOfLog;
import io.tidemark.offset.verification.OffsetVerification.Expired;
import io.tidemark.offset.verification.OffsetVerification.OtherCluster;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The loss receipts of an operator's decisions. */
final class Receipts {

    private final GroupId group;
    private final Instant now;

    Receipts(GroupId group, Instant now) {
        this.group = group;
        this.now = now;
    }

    /**
     * The receipt of a move.
     *
     * @param verdict the verdict on the stored offset
     * @param target the new offset, within the log's bounds
     * @return the receipt; empty if nothing is lost
     */
    Optional<LossReceipt> of(
            TopicPartition partition, StoredOffset stored, OffsetVerification verdict, PartitionLog log, long target) {
        LogBounds bounds = log.bounds();
        OutOfRangePolicy policy = target == bounds.start() ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.LATEST;
        Optional<TopicIdentity> lost = stored.identity().or(() -> Optional.of(log.identity()));
        if (verdict instanceof Resumable) {
            return target > stored.offset()
                    ? receipt(partition, lost, stored.offset(), target, Reason.SKIPPED, OutOfRangePolicy.LATEST)
                    : Optional.empty();
        }
        if (verdict instanceof Expired) {
            return receipt(partition, lost, stored.offset(), target, Reason.EXPIRED, policy);
        }
        if (verdict instanceof AheadOfLog) {
            return receipt(partition, lost, bounds.end(), stored.offset(), Reason.AHEAD_OF_LOG, policy);
        }
        if (verdict instanceof RecreatedTopic || verdict instanceof OtherCluster) {
            Reason reason = verdict instanceof OtherCluster ? Reason.OTHER_CLUSTER : Reason.TOPIC_RECREATED;
            return target == 0
                    ? receipt(partition, lost, stored.offset(), stored.offset(), reason, policy)
                    : receipt(partition, Optional.of(log.identity()), 0, target, reason, policy);
        }
        return Optional.empty();
    }

    private Optional<LossReceipt> receipt(
            TopicPartition partition,
            Optional<TopicIdentity> identity,
            long from,
            long until,
            Reason reason,
            OutOfRangePolicy policy) {
        return Optional.of(new LossReceipt(group, partition, identity, from, until, reason, policy, now));
    }
}
