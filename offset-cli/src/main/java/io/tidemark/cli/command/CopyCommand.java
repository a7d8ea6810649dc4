package io.tidemark.cli.command;

import io.tidemark.cli.cluster.ActivityCheck;
import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.GroupOptions;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.plan.Copying;
import io.tidemark.cli.plan.Differences;
import io.tidemark.cli.plan.Governing;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.PlanRunner;
import io.tidemark.offset.OffsetCopy;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies a group's offsets and receipts from one store to another. */
@Command(
        name = "copy",
        description = "Copies a stopped job's offsets and receipts to another store; the first store is not changed.",
        mixinStandardHelpOptions = true)
public final class CopyCommand implements Callable<Integer> {

    private final CommandEnvironment surroundings;

    @Option(names = "--from", paramLabel = "URL", description = "The store to copy from.")
    private @Nullable String fromUrl;

    @Option(names = "--from-config", paramLabel = "FILE", description = "Its settings, key=value.")
    private @Nullable Path fromFile;

    @Option(names = "--to", paramLabel = "URL", description = "The store to copy to.")
    private @Nullable String toUrl;

    @Option(names = "--to-config", paramLabel = "FILE", description = "Its settings, key=value.")
    private @Nullable Path toFile;

    @Option(names = "--over", description = "Replaces an older state of these topics that the other store holds.")
    private boolean over;

    @Mixin
    private final ClusterOptions cluster;

    @Mixin
    private final GroupOptions group = new GroupOptions();

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    @Mixin
    private final ResultOptions result;

    public CopyCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        this.cluster = new ClusterOptions(surroundings);
        this.result = new ResultOptions(surroundings);
    }

    @Override
    public Integer call() {
        group.requireTopics();
        change.requireValid();
        Map<String, String> commandConfig = cluster.commandConfig();
        StoreAddress from = StoreAddress.of(
                        "--from", Optional.ofNullable(fromUrl), "--from-config", Optional.ofNullable(fromFile))
                .connectingAs(commandConfig);
        StoreAddress to = StoreAddress.of(
                        "--to", Optional.ofNullable(toUrl), "--to-config", Optional.ofNullable(toFile))
                .connectingAs(commandConfig);
        Optional<Cluster> connected = cluster.connect(from.brokers().isPresent() ? from : to);
        try (OpenOffsetStore source = from.open();
                OpenOffsetStore target = to.open()) {
            return copy(from, source, to, target, connected);
        } finally {
            connected.ifPresent(Cluster::close);
        }
    }

    private int copy(
            StoreAddress from,
            OpenOffsetStore source,
            StoreAddress to,
            OpenOffsetStore target,
            Optional<Cluster> connected) {
        Selection selection = group.wholeTopics(source.store());
        Map<TopicPartition, StoredOffset> wanted = source.store().load(group.group(), selection.topics());
        if (wanted.isEmpty()) {
            throw CommandException.refused("Cannot copy: nothing is stored for group " + group.group() + " and topics "
                    + selection + " in " + source + "; check --from, --group and --topic");
        }
        Governing.requireTarget(source, target, group.group());
        Plan plan = Differences.plan(group.group(), wanted, target.store().load(group.group(), selection.topics()));
        if (!over) {
            Differences.requireNothingElse("copy to " + target, plan);
        }
        ActivityCheck life = new ActivityCheck(source.store(), group.group(), selection.topics(), surroundings.clock());
        change.requireQuiet(life, connected, from.transactionalId(group.group().value()));
        return new PlanRunner(surroundings, change, result)
                .run(
                        plan,
                        to,
                        target.store(),
                        selection.topics(),
                        connected,
                        () -> copyNow(source.store(), target.store(), selection));
    }

    private void copyNow(OffsetStore source, OffsetStore target, Selection selection) {
        OffsetCopy.Report report =
                Copying.copy(source, target, group.group(), selection.topics(), Copying.Older.of(over));
        result.remark("Copied and read back: " + report.offsets().size() + " offsets, " + report.receipts()
                + " receipts" + withoutIdentity(report));
    }

    private static String withoutIdentity(OffsetCopy.Report report) {
        return report.withoutIdentity() == 0
                ? ""
                : "; the new store has no room for the topic ids of " + report.withoutIdentity() + " of them";
    }
}
