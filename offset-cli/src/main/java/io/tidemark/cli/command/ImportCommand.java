package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.plan.Copying;
import io.tidemark.cli.plan.Differences;
import io.tidemark.cli.plan.Governing;
import io.tidemark.cli.plan.Plan;
import io.tidemark.cli.plan.PlanRunner;
import io.tidemark.offset.OffsetCopy;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies the state in a file, a checkpoint of a query on Spark's own source, or a hash in Redis, to a store. */
@Command(
        name = "import",
        description = "Stores the offsets and receipts of a file that export has written, or the offsets in a file that"
                + " kafka-consumer-groups --export has written or of the form of startingOffsets, in the"
                + " checkpoint of a query on Spark's source kafka, or in a hash of an older job in Redis.",
        mixinStandardHelpOptions = true)
public final class ImportCommand extends StoreCommand {

    @Option(
            names = "--group",
            required = true,
            paramLabel = "GROUP",
            description =
                    "The group; it must be the group in the file, as a safeguard. A checkpoint has no group, and a hash"
                            + " has it in its key.")
    private String group = "";

    @Option(names = "--over", description = "Replaces what the store holds of the file's topics.")
    private boolean over;

    @Mixin
    private final ImportOptions input = new ImportOptions();

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    public ImportCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        change.requireValid();
        GroupFile file = input.read(Groups.parse(group), result);
        StoreAddress address = address();
        Optional<Cluster> connected = cluster.connect(address);
        try (OpenOffsetStore opened = address.open()) {
            Governing governing = Governing.requireStore("import into", opened, file.group());
            Plan plan = Differences.plan(
                    file.group(), file.offsets(), opened.store().load(file.group(), file.topics()));
            if (!over) {
                Differences.requireNothingElse("import into " + opened, plan);
            }
            return new PlanRunner(surroundings, change, result, governing)
                    .run(
                            plan,
                            address,
                            opened.store(),
                            file.topics(),
                            connected,
                            () -> importNow(file, opened.store()));
        } finally {
            connected.ifPresent(Cluster::close);
        }
    }

    private void importNow(GroupFile file, OffsetStore target) {
        OffsetStore source = new InMemoryOffsetStore();
        source.initialize(file.group(), file.offsets());
        if (!file.receipts().isEmpty()) {
            Map.Entry<TopicPartition, StoredOffset> any =
                    file.offsets().entrySet().iterator().next();
            // receipts are stored with moves: here one to the same offset
            source.reposition(new OffsetReposition(
                    file.group(), Map.of(any.getKey(), Move.to(any.getValue(), any.getValue())), file.receipts()));
        }
        OffsetCopy.Report report = Copying.copy(source, target, file.group(), file.topics(), Copying.Older.of(over));
        result.remark(
                "Stored and read back: " + report.offsets().size() + " offsets, " + report.receipts() + " receipts");
        input.requireUnchanged(file);
    }
}
