package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.DateTimes;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.plan.Governing;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.PlanRunner;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores a group's offsets from the store's history. */
@Command(
        name = "rollback",
        description = "Restores a group's offsets of an earlier moment (MySQL, PostgreSQL).",
        mixinStandardHelpOptions = true)
public final class RollbackCommand extends StoreCommand {

    @Option(names = "--group", required = true, paramLabel = "GROUP", description = "The consumer group of the job.")
    private String group = "";

    @Option(
            names = "--to-datetime",
            required = true,
            paramLabel = "TIME",
            converter = DateTimes.class,
            description = "The moment, by the server's clock: 2026-03-01T14:05:00, in UTC unless it has an offset.")
    private Instant moment = Instant.EPOCH;

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    public RollbackCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        change.requireValid();
        GroupId id = Groups.parse(group);
        StoreAddress address = store.address();
        Optional<Cluster> connected = cluster.connect(address);
        try (OpenOffsetStore opened = address.open()) {
            JdbcOffsetStore keeping = HistoryStore.of(opened);
            Governing governing = Governing.requireStore("roll back", opened, id);
            Plan plan = Plan.of(id, keeping.previewRollback(id, moment));
            Set<String> topics =
                    plan.steps().stream().map(step -> step.partition().topic()).collect(Collectors.toSet());
            return new PlanRunner(surroundings, change, result, governing)
                    .run(plan, address, keeping, topics, connected, () -> keeping.rollback(id, moment));
        } finally {
            connected.ifPresent(Cluster::close);
        }
    }
}
