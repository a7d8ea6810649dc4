package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Verdict;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.Plan.Step;
import io.tidemark.cli.plan.Target;
import io.tidemark.cli.plan.TargetPlan;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.start.OutOfRangePolicies;
import io.tidemark.offset.start.StartOffsetResolver;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.offset.start.StartPosition;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.Absent;
import io.tidemark.offset.verification.OffsetVerification.Resumable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Skips records so that a job can continue: records that it cannot process, or can no longer read. */
@Command(
        name = "skip",
        description = "Skips records that cannot be processed or read, and leaves receipts.",
        mixinStandardHelpOptions = true)
public final class SkipCommand extends MoveCommand {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private What what = new What();

    public SkipCommand(CommandEnvironment surroundings) {
        super(surroundings, "skip records of");
    }

    @Override
    void requireValid() {
        what.requireValid();
    }

    @Override
    Plan plan(Verdicts verdicts, Cluster connected) {
        if (what.unresumable != null) {
            return ofUnresumable(verdicts, what.unresumable.policy());
        }
        verdicts.byPartition().forEach(SkipCommand::requireResumable);
        Target target = what.count != null
                ? new Target.By(what.count)
                : new Target.Offset(what.offset == null ? 0 : what.offset);
        Plan plan = new TargetPlan(group.group(), target, surroundings.clock().instant()).of(verdicts, Map.of());
        for (Step step : plan.steps()) {
            requireForward(step);
        }
        return plan;
    }

    private static void requireResumable(TopicPartition partition, OffsetVerification verdict) {
        if (!(verdict instanceof Resumable)) {
            throw CommandException.refused(
                    "Cannot skip records of " + partition + ": it is " + Verdict.name(verdict) + " ("
                            + verdict.describe() + "). Nothing was changed. "
                            + (verdict instanceof Absent
                                    ? "Choose other partitions by --topic, or set a position with rewind"
                                    : "Decide that first, by skip --unresumable earliest or latest"));
        }
    }

    private static void requireForward(Step step) {
        long before = step.before().map(one -> one.offset()).orElse(0L);
        long after = step.after().map(one -> one.offset()).orElse(0L);
        if (after < before) {
            throw CommandException.refused("Cannot skip records of " + step.partition() + ": offset " + after
                    + " is before the stored offset " + before + "; use rewind to go back");
        }
    }

    /** The same decisions as a job's with this policy, including receipts. */
    private Plan ofUnresumable(Verdicts verdicts, OutOfRangePolicy policy) {
        StartOffsets starts = new StartOffsetResolver(
                        StartPosition.earliest(), OutOfRangePolicies.all(policy), surroundings.clock())
                .resolve(group.group(), verdicts.entries(), ClusterLogs.of(verdicts.logs()));
        List<Step> steps = new ArrayList<>();
        starts.partitions().forEach((partition, start) -> {
            if (verdicts.stored(partition).isPresent() && !(start.verification() instanceof Resumable)) {
                steps.add(new Step(
                        partition,
                        verdicts.stored(partition),
                        start.offset(),
                        "was " + Verdict.name(start.verification()),
                        start.receipt()));
            }
        });
        return new Plan(group.group(), steps);
    }

    /** The new position of partitions that cannot be resumed. */
    enum Edge {
        /** At the first record that the log holds. */
        EARLIEST,
        /** At the log's end. */
        LATEST;

        OutOfRangePolicy policy() {
            return this == EARLIEST ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.LATEST;
        }
    }

    /** Exactly one of these options. */
    private static final class What {

        @Option(
                names = "--by",
                required = true,
                paramLabel = "N",
                description = "The next N offsets of each chosen partition.")
        private @Nullable Long count;

        @Option(
                names = "--to-offset",
                required = true,
                paramLabel = "N",
                description = "Everything before an offset, of each chosen partition.")
        private @Nullable Long offset;

        @Option(
                names = "--unresumable",
                required = true,
                paramLabel = "earliest|latest",
                description =
                        "Partitions with findings of verify: moves to the log's first record or to its end, and removes the"
                                + " entries of partitions that the cluster does not have.")
        private @Nullable Edge unresumable;

        void requireValid() {
            if (count != null && count < 1) {
                throw CommandException.usage("Cannot skip --by " + count + ": give a number of at least 1");
            }
        }
    }
}
