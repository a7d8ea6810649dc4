package io.tidemark.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.cluster.ActivityCheck;
import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.offset.OffsetStore;
import java.util.Optional;
import java.util.Set;

/** Shows a plan, and executes it if that was requested and no driver seems to be alive. */
public final class PlanRunner {

    private final CommandEnvironment surroundings;
    private final ChangeOptions change;
    private final ResultOptions result;
    private final Optional<Governing> governing;

    /** Runs plans that may change a store regardless of what governs its groups. */
    public PlanRunner(CommandEnvironment surroundings, ChangeOptions change, ResultOptions result) {
        this(surroundings, change, result, Optional.empty());
    }

    /** Runs plans that move a group whose positions the store governs. */
    public PlanRunner(
            CommandEnvironment surroundings, ChangeOptions change, ResultOptions result, Governing governing) {
        this(surroundings, change, result, Optional.of(governing));
    }

    private PlanRunner(
            CommandEnvironment surroundings,
            ChangeOptions change,
            ResultOptions result,
            Optional<Governing> governing) {
        this.surroundings = surroundings;
        this.change = change;
        this.result = result;
        this.governing = governing;
    }

    public int run(Plan plan, StoreAddress address, OffsetStore store, Set<String> topics, Optional<Cluster> cluster) {
        return run(plan, address, store, topics, cluster, () -> plan.applyTo(store));
    }

    public int run(
            Plan plan,
            StoreAddress address,
            OffsetStore store,
            Set<String> topics,
            Optional<Cluster> cluster,
            Runnable execution) {
        ChangeOptions.Findings findings = change.requireQuiet(
                new ActivityCheck(store, plan.group(), topics, surroundings.clock()),
                cluster,
                address.transactionalId(plan.group().value()));
        boolean executed = change.isExecuted();
        if (executed) {
            execution.run();
        }
        ObjectNode object = Json.object().put("group", plan.group().value()).put("executed", executed);
        plan.describeIn(object);
        findings.describeIn(object);
        governing.ifPresent(known -> known.describeIn(object));
        result.print(plan.table(), object);
        governing.ifPresent(known -> known.remark(result));
        change.remark(result, findings, plan.isEmpty());
        return ExitCodes.OK;
    }
}
