package io.tidemark.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.options.ChangeOptions;
import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.options.StoreOptions;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.Json;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies the state in a file, or in the checkpoint of a query on Spark's own source, to a store. */
@Command(
        name = "import",
        description =
                "Stores the offsets and receipts of a file that export has written, or the offsets in the checkpoint"
                        + " of a query on Spark's source kafka.",
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

    private final CommandEnvironment surroundings;

    @Mixin
    private final StoreOptions store;

    @Mixin
    private final ClusterOptions cluster;

    @Option(
            names = "--group",
            required = true,
            paramLabel = "GROUP",
            description = "The group; it must be the group in the file, as a safeguard. A checkpoint has no group.")
    private String group = "";

    @Option(names = "--over", description = "Replaces what the store holds of the file's topics.")
    private boolean over;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The file.")
    private @Nullable Path input;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "The checkpoint directory of a stopped query, or a local copy of its folders offsets, commits"
                    + " and sources, in place of a file.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--source",
            paramLabel = "N",
            description = "Which of the query's sources, from 0 on; not needed if it has one.")
    private @Nullable Integer source;

    @Mixin
    private final ChangeOptions change = new ChangeOptions();

    @Mixin
    private final ResultOptions result;

    public ImportCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        this.store = new StoreOptions(surroundings);
        this.cluster = new ClusterOptions(surroundings);
        this.result = new ResultOptions(surroundings);
    }

    @Override
    public Integer call() {
        change.requireValid();
        GroupFile file = state();
        StoreAddress address = store.address().connectingAs(cluster.commandConfig());
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

    private GroupFile state() {
        if (input != null && checkpoint == null && source == null) {
            return file(input);
        }
        if (input == null && checkpoint != null) {
            return state(checkpoint);
        }
        throw CommandException.usage("Cannot import: give either FILE, which export has written, or --checkpoint DIR,"
                + " with --source N if its query has several sources");
    }

    private GroupFile state(Path directory) {
        if (source != null && source < 0) {
            throw CommandException.usage("Cannot import --source " + source + ": sources are numbered from 0 on");
        }
        SparkCheckpoint read = SparkCheckpoint.read(directory, source == null ? -1 : source);
        read.unfinished()
                .ifPresent(batch -> result.remark("Batch " + batch
                        + " was begun and not finished: it is read again, and a part of its output may be there"));
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        read.offsets().forEach((partition, offset) -> offsets.put(partition, StoredOffset.of(offset)));
        return new GroupFile(Groups.parse(group), offsets, List.of());
    }

    private GroupFile file(Path input) {
        GroupFile file;
        try {
            JsonNode object = Json.MAPPER.readTree(Files.readString(input));
            file = GroupFile.read(object);
        } catch (JsonProcessingException e) {
            throw CommandException.usage("Cannot import " + input + ": it is not JSON (line "
                    + e.getLocation().getLineNr() + "); give a file that export has written");
        } catch (IOException e) {
            throw CommandException.usage(
                    "Cannot import " + input + ": there is no such file, or this user may not read it as text");
        } catch (IllegalArgumentException | DateTimeException e) {
            throw CommandException.usage(
                    "Cannot import " + input + ": " + e.getMessage() + "; give a file that export has written");
        }
        if (!file.group().equals(Groups.parse(group))) {
            throw CommandException.usage(
                    "Cannot import " + input + ": it is of group " + file.group() + ", but --group is " + group);
        }
        if (file.offsets().isEmpty()) {
            throw CommandException.usage("Cannot import " + input + ": it holds no offsets");
        }
        return file;
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
    }
}
