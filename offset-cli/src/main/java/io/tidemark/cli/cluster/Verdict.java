package io.tidemark.cli.cluster;

import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.AheadOfLog;
import io.tidemark.offset.verification.OffsetVerification.Expired;
import io.tidemark.offset.verification.OffsetVerification.OtherCluster;
import io.tidemark.offset.verification.OffsetVerification.PartitionGone;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import java.util.Optional;

/** The names of the library's verdicts in this tool, and their explanations. */
public final class Verdict {

    private Verdict() {}

    /** The name in tables and JSON; scripts compare it. */
    public static String name(OffsetVerification verdict) {
        if (verdict instanceof Resumable) {
            return "resumable";
        }
        if (verdict instanceof Expired) {
            return "expired";
        }
        if (verdict instanceof AheadOfLog) {
            return "ahead-of-log";
        }
        if (verdict instanceof RecreatedTopic) {
            return "recreated-topic";
        }
        if (verdict instanceof OtherCluster) {
            return "other-cluster";
        }
        return verdict instanceof PartitionGone ? "unknown-partition" : "not-stored";
    }

    public static Optional<LogBounds> bounds(OffsetVerification verdict) {
        if (verdict instanceof Resumable resumable) {
            return Optional.of(resumable.bounds());
        }
        if (verdict instanceof Expired expired) {
            return Optional.of(expired.bounds());
        }
        if (verdict instanceof AheadOfLog ahead) {
            return Optional.of(ahead.bounds());
        }
        if (verdict instanceof RecreatedTopic recreated) {
            return Optional.of(recreated.bounds());
        }
        if (verdict instanceof OtherCluster other) {
            return Optional.of(other.bounds());
        }
        return verdict instanceof Absent absent ? Optional.of(absent.bounds()) : Optional.empty();
    }

    /** The number of records left to read; empty if it cannot be computed from the stored offset. */
    public static Optional<Long> lag(OffsetVerification verdict) {
        if (verdict instanceof Resumable resumable) {
            return Optional.of(resumable.bounds().end() - resumable.stored());
        }
        return verdict instanceof Expired expired
                ? Optional.of(expired.bounds().end() - expired.bounds().start())
                : Optional.empty();
    }

    /** The recommended action. */
    public static String remedy(OffsetVerification verdict) {
        if (verdict instanceof Resumable) {
            return "";
        }
        if (verdict instanceof PartitionGone) {
            return "check the cluster and the topic; if it no longer exists, skip --unresumable earliest removes the entry";
        }
        if (verdict instanceof OtherCluster) {
            return "check --bootstrap-server; if the job has moved, skip --unresumable earliest or latest";
        }
        return verdict instanceof Absent
                ? "check group and topic"
                : "the job stops or follows its policy; skip --unresumable earliest or latest decides it now";
    }
}
