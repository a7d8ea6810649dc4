package io.tidemark.offset.start;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.start.StartOffsets.Start;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.AheadOfLog;
import io.tidemark.offset.verification.OffsetVerification.Expired;
import io.tidemark.offset.verification.OffsetVerification.OtherCluster;
import io.tidemark.offset.verification.OffsetVerification.PartitionGone;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import io.tidemark.offset.verification.OffsetVerification.Truncated;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides where each partition starts: stored offsets are verified against the cluster, and policies apply to unusable
 * ones. The start position applies to a group that has no stored offsets. If a group has stored offsets, partitions
 * without an entry were found later, perhaps while the job was down, and start at their first offset. The resolver only
 * decides; it reads and writes nothing. Immutable.
 *
 * @since 0.1
 */
public final class StartOffsetResolver {

    private final StartPosition startPosition;
    private final OutOfRangePolicies policies;
    private final Clock clock;

    /**
     * @param startPosition the start position of a group without stored offsets
     * @param policies the policies for stored offsets that cannot be resumed
     * @param clock the time of the receipts
     */
    public StartOffsetResolver(StartPosition startPosition, OutOfRangePolicies policies, Clock clock) {
        this.startPosition = startPosition;
        this.policies = policies;
        this.clock = clock;
    }

    /**
     * Resolves the start of a group.
     *
     * @param group the group
     * @param stored the entries that govern: the store's offsets, or the sink's ledger if there is one
     * @param cluster the cluster's logs of the same topics, with the offsets at the start position's timestamp if it is
     *     one
     * @return a start for every partition that is stored or in the cluster
     * @throws OffsetVerificationException if the policy for some partitions is to fail; it names all of them
     */
    public StartOffsets resolve(GroupId group, Map<TopicPartition, StoredOffset> stored, ClusterLogs cluster) {
        return resolve(group, stored, cluster, stored.isEmpty() ? Past.UNKNOWN : Past.KNOWN);
    }

    /**
     * Resolves the start of a group that is known to have run, even if nothing is stored any more: every partition
     * without an entry was found later.
     *
     * @param group the group
     * @param stored the entries that govern, as in {@link #resolve}
     * @param cluster the cluster's logs, as in {@link #resolve}
     * @return a start for every partition that is stored or in the cluster
     * @throws OffsetVerificationException if the policy for some partitions is to fail; it names all of them
     */
    public StartOffsets resolveAgain(GroupId group, Map<TopicPartition, StoredOffset> stored, ClusterLogs cluster) {
        return resolve(group, stored, cluster, Past.KNOWN);
    }

    private enum Past {
        KNOWN,
        UNKNOWN
    }

    private StartOffsets resolve(
            GroupId group, Map<TopicPartition, StoredOffset> stored, ClusterLogs cluster, Past past) {
        Set<String> storedTopics =
                stored.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        Map<TopicPartition, Start> starts = new HashMap<>();
        Map<TopicPartition, OffsetVerification> refused = new HashMap<>();
        Set<TopicPartition> all = new HashSet<>(stored.keySet());
        all.addAll(cluster.partitions().keySet());
        for (TopicPartition partition : all) {
            Candidate candidate = new Candidate(
                    group,
                    partition,
                    stored.get(partition),
                    cluster.partitions().get(partition),
                    cluster.offsetsAtTimestamp().get(partition));
            boolean foundLater = past == Past.KNOWN
                    && (storedTopics.contains(partition.topic()) || !isNamedByStartPosition(partition));
            OffsetVerification byBounds = verify(candidate, foundLater);
            Long truncatedAt =
                    stored.containsKey(partition) ? cluster.truncations().get(partition) : null;
            OffsetVerification verdict = truncatedAt == null ? byBounds : byBounds.withTruncation(truncatedAt);
            Optional<Start> start = verdict instanceof Absent absent
                    ? startOfAbsent(candidate, absent, foundLater)
                    : startOfStored(candidate, verdict);
            start.ifPresentOrElse(found -> starts.put(partition, found), () -> refused.put(partition, verdict));
        }
        if (!refused.isEmpty()) {
            throw new OffsetVerificationException(group, refused);
        }
        return new StartOffsets(group, starts);
    }

    /**
     * An offset that is given for a partition of a new topic is the job author's explicit decision for that partition.
     */
    private boolean isNamedByStartPosition(TopicPartition partition) {
        return startPosition instanceof StartPosition.AtOffsets given
                && given.offsets().containsKey(partition);
    }

    private OffsetVerification verify(Candidate candidate, boolean foundLater) {
        OffsetVerification verdict = OffsetVerification.verify(
                Optional.ofNullable(candidate.stored()), Optional.ofNullable(candidate.log()));
        if (!(verdict instanceof Absent absent)) {
            return verdict;
        }
        if (foundLater) {
            // its records belong to the group from the first one on, even if retention was faster
            return absent.bounds().start() == 0 ? absent : new Expired(0, absent.bounds());
        }
        if (startPosition instanceof StartPosition.AtOffsets given) {
            Long offset = given.offsets().get(candidate.partition());
            return offset == null
                    ? absent
                    : OffsetVerification.verify(
                            Optional.of(StoredOffset.of(offset)), Optional.ofNullable(candidate.log()));
        }
        return absent;
    }

    private Optional<Start> startOfAbsent(Candidate candidate, Absent absent, boolean foundLater) {
        LogBounds bounds = absent.bounds();
        if (foundLater || startPosition instanceof StartPosition.Earliest) {
            return Optional.of(candidate.startAt(bounds.start(), absent));
        }
        if (startPosition instanceof StartPosition.Latest) {
            return Optional.of(candidate.startAt(bounds.end(), absent));
        }
        if (startPosition instanceof StartPosition.AtTimestamp && candidate.atTimestamp() != null) {
            return Optional.of(candidate.startAt(Math.max(bounds.start(), candidate.atTimestamp()), absent));
        }
        return Optional.empty();
    }

    private Optional<Start> startOfStored(Candidate candidate, OffsetVerification verdict) {
        if (verdict instanceof Resumable resumable) {
            return Optional.of(candidate.startAt(resumable.stored(), verdict));
        }
        OutOfRangePolicy policy = policyFor(verdict);
        if (policy == OutOfRangePolicy.FAIL) {
            return Optional.empty();
        }
        if (verdict instanceof Expired expired) {
            long start = candidate.edge(policy);
            return Optional.of(candidate.startAt(
                    start, verdict, receipt(candidate, expired.stored(), start, LossReceipt.Reason.EXPIRED, policy)));
        }
        if (verdict instanceof AheadOfLog ahead) {
            return Optional.of(candidate.startAt(
                    candidate.edge(policy),
                    verdict,
                    receipt(candidate, ahead.bounds().end(), ahead.stored(), LossReceipt.Reason.AHEAD_OF_LOG, policy)));
        }
        if (verdict instanceof Truncated truncated) {
            // the records from the truncation point on are new, so the end would leave them out
            long start = policy == OutOfRangePolicy.LATEST
                    ? Math.max(truncated.truncatedAt(), truncated.bounds().start())
                    : candidate.edge(policy);
            return Optional.of(candidate.startAt(
                    start,
                    verdict,
                    receipt(
                            candidate,
                            truncated.truncatedAt(),
                            truncated.stored(),
                            LossReceipt.Reason.AHEAD_OF_LOG,
                            policy)));
        }
        if (verdict instanceof PartitionGone gone) {
            return Optional.of(new Start(
                    Optional.empty(),
                    verdict,
                    Optional.of(receipt(
                            candidate, gone.stored(), gone.stored(), LossReceipt.Reason.PARTITION_GONE, policy))));
        }
        return Optional.of(
                candidate.startAt(candidate.edge(policy), verdict, receiptOfOtherLog(candidate, verdict, policy)));
    }

    /**
     * Nothing is known of the old log's unread rest, so the count of the receipt is unknown. The receipt covers the
     * part of the new log before the start, because the group should have read it from its first record. It always
     * begins at 0, so that a decision that is repeated after a crash, when the log begins elsewhere, replaces its
     * receipt.
     */
    private LossReceipt receiptOfOtherLog(Candidate candidate, OffsetVerification verdict, OutOfRangePolicy policy) {
        LossReceipt.Reason reason =
                verdict instanceof OtherCluster ? LossReceipt.Reason.OTHER_CLUSTER : LossReceipt.Reason.TOPIC_RECREATED;
        long start = candidate.edge(policy);
        if (start == 0) {
            long stored = candidate.requireStored().offset();
            return receipt(candidate, stored, stored, reason, policy);
        }
        return new LossReceipt(
                candidate.group(),
                candidate.partition(),
                Optional.of(candidate.requireLog().identity()),
                0,
                start,
                reason,
                policy,
                clock.instant());
    }

    private LossReceipt receipt(
            Candidate candidate, long from, long until, LossReceipt.Reason reason, OutOfRangePolicy policy) {
        return new LossReceipt(
                candidate.group(),
                candidate.partition(),
                candidate.lostIdentity(),
                from,
                until,
                reason,
                policy,
                clock.instant());
    }

    private OutOfRangePolicy policyFor(OffsetVerification verdict) {
        if (verdict instanceof Expired) {
            return policies.expired();
        }
        if (verdict instanceof AheadOfLog || verdict instanceof Truncated) {
            return policies.aheadOfLog();
        }
        if (verdict instanceof RecreatedTopic) {
            return policies.recreatedTopic();
        }
        if (verdict instanceof OtherCluster) {
            return policies.otherCluster();
        }
        return policies.partitionGone();
    }

    /** All facts about one partition. */
    private record Candidate(
            GroupId group,
            TopicPartition partition,
            @Nullable StoredOffset stored,
            @Nullable PartitionLog log,
            @Nullable Long atTimestamp) {

        Start startAt(long offset, OffsetVerification verdict) {
            return new Start(Optional.of(StoredOffset.of(offset, requireLog().identity())), verdict, Optional.empty());
        }

        Start startAt(long offset, OffsetVerification verdict, LossReceipt receipt) {
            return new Start(
                    Optional.of(StoredOffset.of(offset, requireLog().identity())), verdict, Optional.of(receipt));
        }

        long edge(OutOfRangePolicy policy) {
            LogBounds bounds = requireLog().bounds();
            return policy == OutOfRangePolicy.EARLIEST ? bounds.start() : bounds.end();
        }

        /** The identity of the lost records: the stored one, or, if none was stored, the current one. */
        Optional<TopicIdentity> lostIdentity() {
            return Optional.ofNullable(stored).flatMap(StoredOffset::identity).or(() -> Optional.ofNullable(log)
                    .map(PartitionLog::identity));
        }

        PartitionLog requireLog() {
            if (log == null) {
                throw new IllegalStateException("Cannot start " + partition + ": the cluster does not have it");
            }
            return log;
        }

        StoredOffset requireStored() {
            if (stored == null) {
                throw new IllegalStateException("Cannot resume " + partition + ": nothing is stored for it");
            }
            return stored;
        }
    }
}
