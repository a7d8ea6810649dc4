package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.GroupOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.plan.Governing;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.PlanRunner;
import io.tidemark.offset.OpenOffsetStore;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/** A command that moves a group to other offsets, by a plan that is made from the verdicts on its stored offsets. */
abstract class MoveCommand extends StoreCommand {

    @Mixin
    final GroupOptions group = new GroupOptions();

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    private final String purpose;

    /** @param purpose what cannot be done if the store does not govern: "Cannot rewind ..." */
    MoveCommand(CommandEnvironment surroundings, String purpose) {
        super(surroundings);
        this.purpose = purpose;
    }

    @Override
    public final Integer call() {
        group.requireTopics();
        change.requireValid();
        requireValid();
        StoreAddress address = address();
        try (Cluster connected = cluster.require(address);
                OpenOffsetStore opened = address.open()) {
            Governing governing = Governing.requireStore(purpose, opened, group.group());
            Selection selection = group.selection(opened.store());
            Plan plan = plan(group.verdicts(opened.store(), connected, selection), connected);
            return new PlanRunner(surroundings, change, result, governing)
                    .run(plan, address, opened.store(), selection.topics(), Optional.of(connected));
        }
    }

    /** Checks the options of this command alone, before anything is opened. */
    void requireValid() {}

    /** The plan of the moves, from the verdicts. */
    abstract Plan plan(Verdicts verdicts, Cluster connected);
}
