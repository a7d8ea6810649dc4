package io.tidemark.cli.plan;

import io.tidemark.cli.cluster.Verdict;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.cli.plan.Plan.Step;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.verification.LogBounds;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import io.tidemark.offset.verification.PartitionLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Plans the moves of all partitions to a target. */
public final class TargetPlan {

    private final GroupId group;
    private final Target target;
    private final Receipts receipts;

    public TargetPlan(GroupId group, Target target, Instant now) {
        this.group = group;
        this.target = target;
        this.receipts = new Receipts(group, now);
    }

    /**
     * Creates the plan.
     *
     * @param lookedUp the result of the target's lookup
     * @throws CommandException if the cluster does not have one of the partitions
     */
    public Plan of(Verdicts verdicts, Map<TopicPartition, Long> lookedUp) {
        List<Step> steps = new ArrayList<>();
        for (TopicPartition partition :
                PartitionOrder.sorted(verdicts.byPartition()).keySet()) {
            PartitionLog log = verdicts.logs().get(partition);
            if (log == null) {
                throw CommandException.refused("Cannot move " + partition
                        + ": the cluster does not have it. Choose other partitions by --topic; if it no longer exists,"
                        + " skip --unresumable earliest removes the entry");
            }
            steps.add(step(partition, verdicts, log, Optional.ofNullable(lookedUp.get(partition))));
        }
        return new Plan(group, steps);
    }

    private Step step(TopicPartition partition, Verdicts verdicts, PartitionLog log, Optional<Long> lookedUp) {
        Optional<StoredOffset> stored = verdicts.stored(partition);
        OffsetVerification verdict = verdicts.of(partition);
        LogBounds bounds = log.bounds();
        long meant = target.offset(stored, bounds, lookedUp);
        long offset = Math.max(bounds.start(), Math.min(bounds.end(), meant));
        String note = meant < bounds.start()
                ? "the log begins at " + bounds.start()
                : meant > bounds.end() ? "the log ends at " + bounds.end() : "";
        if (stored.isPresent() && !(verdict instanceof Resumable)) {
            note = note.isEmpty() ? "was " + Verdict.name(verdict) : "was " + Verdict.name(verdict) + "; " + note;
        }
        return new Step(
                partition,
                stored,
                Optional.of(StoredOffset.of(offset, log.identity())),
                note,
                stored.flatMap(before -> receipts.of(partition, before, verdict, log, offset)));
    }
}
