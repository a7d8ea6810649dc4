package io.tidemark.offset.start;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.verification.OffsetVerification;
import java.util.Objects;

/**
 * The policy for each reason why a stored offset can be unusable.
 *
 * @param expired for {@link OffsetVerification.Expired}
 * @param aheadOfLog for {@link OffsetVerification.AheadOfLog} and {@link OffsetVerification.Truncated}: {@code LATEST}
 *     resumes at the truncation point if that is known, and otherwise at the log's end; {@code EARLIEST} reads the
 *     whole log again and so repeats what was read before the truncation
 * @param recreatedTopic for {@link OffsetVerification.RecreatedTopic}
 * @param otherCluster for {@link OffsetVerification.OtherCluster}
 * @param partitionGone for {@link OffsetVerification.PartitionGone}: any policy except {@code FAIL} continues without
 *     the partition
 * @since 0.1
 */
public record OutOfRangePolicies(
        OutOfRangePolicy expired,
        OutOfRangePolicy aheadOfLog,
        OutOfRangePolicy recreatedTopic,
        OutOfRangePolicy otherCluster,
        OutOfRangePolicy partitionGone) {

    public OutOfRangePolicies {
        Objects.requireNonNull(expired, "expired");
        Objects.requireNonNull(aheadOfLog, "aheadOfLog");
        Objects.requireNonNull(recreatedTopic, "recreatedTopic");
        Objects.requireNonNull(otherCluster, "otherCluster");
        Objects.requireNonNull(partitionGone, "partitionGone");
    }

    /** One policy for all cases. */
    public static OutOfRangePolicies all(OutOfRangePolicy policy) {
        return new OutOfRangePolicies(policy, policy, policy, policy, policy);
    }
}
