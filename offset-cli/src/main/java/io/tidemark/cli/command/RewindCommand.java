package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.DateTimes;
import io.tidemark.cli.options.GroupOptions;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.options.StoreOptions;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.plan.Governing;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.PlanRunner;
import io.tidemark.cli.plan.Target;
import io.tidemark.cli.plan.TargetPlan;
import io.tidemark.offset.OpenOffsetStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves a group to other offsets, with the options of {@code kafka-consumer-groups --reset-offsets}. */
@Command(
        name = "rewind",
        description = "Moves a group to other offsets; skipped records leave receipts.",
        mixinStandardHelpOptions = true)
public final class RewindCommand implements Callable<Integer> {

    private final CommandEnvironment surroundings;

    @Mixin
    private final StoreOptions store;

    @Mixin
    private final ClusterOptions cluster;

    @Mixin
    private final GroupOptions group = new GroupOptions();

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    @Mixin
    private final ResultOptions result;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where = new Where();

    public RewindCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        this.store = new StoreOptions(surroundings);
        this.cluster = new ClusterOptions(surroundings);
        this.result = new ResultOptions(surroundings);
    }

    @Override
    public Integer call() {
        group.requireTopics();
        change.requireValid();
        Target target = where.target();
        StoreAddress address = store.address().connectingAs(cluster.commandConfig());
        try (Cluster connected = cluster.require(address);
                OpenOffsetStore opened = address.open()) {
            Governing governing = Governing.requireStore("rewind", opened, group.group());
            Selection selection = group.selection(opened.store());
            Verdicts verdicts = group.verdicts(opened.store(), connected, selection);
            Plan plan = new TargetPlan(
                            group.group(), target, surroundings.clock().instant())
                    .of(verdicts, target.lookUp(connected, verdicts.logs().keySet()));
            return new PlanRunner(surroundings, change, result, governing)
                    .run(plan, address, opened.store(), selection.topics(), Optional.of(connected));
        }
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
