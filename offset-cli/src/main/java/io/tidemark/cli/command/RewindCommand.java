package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.options.DateTimes;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.Target;
import io.tidemark.cli.plan.TargetPlan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves a group to other offsets, with the options of {@code kafka-consumer-groups --reset-offsets}. */
@Command(
        name = "rewind",
        description = "Moves a group to other offsets; skipped records leave receipts.",
        mixinStandardHelpOptions = true)
public final class RewindCommand extends MoveCommand {

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where = new Where();

    public RewindCommand(CommandEnvironment surroundings) {
        super(surroundings, "rewind");
    }

    @Override
    Plan plan(Verdicts verdicts, Cluster connected) {
        Target target = where.target();
        return new TargetPlan(group.group(), target, surroundings.clock().instant())
                .of(verdicts, target.lookUp(connected, verdicts.logs().keySet()));
    }

    /** Exactly one of these options. */
    private static final class Where {

        @Option(names = "--to-earliest", required = true, description = "To the first record that the log still holds.")
        private boolean earliest;

        @Option(names = "--to-latest", required = true, description = "To the log's end.")
        private boolean latest;

        @Option(
                names = "--to-datetime",
                required = true,
                paramLabel = "TIME",
                converter = DateTimes.class,
                description = "To the first record of a time or later: 2026-03-01T14:05:00, in UTC unless it has"
                        + " an offset.")
        private @Nullable Instant moment;

        @Option(
                names = "--shift-by",
                required = true,
                paramLabel = "N",
                description = "By a number of offsets; back if it is negative.")
        private @Nullable Long shift;

        @Option(names = "--to-offset", required = true, paramLabel = "N", description = "To an offset.")
        private @Nullable Long offset;

        Target target() {
            if (moment != null) {
                return new Target.At(moment);
            }
            if (shift != null) {
                return new Target.By(shift);
            }
            if (offset != null) {
                return new Target.Offset(offset);
            }
            if (latest) {
                return new Target.Latest();
            }
            if (earliest) {
                return new Target.Earliest();
            }
            throw new IllegalStateException("Cannot tell where to go: no option was parsed");
        }
    }
}
