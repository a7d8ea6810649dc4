package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.StoreOptions;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.PartitionOrder;
import io.tidemark.cli.output.Table;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.jdbc.history.HistoryEntry;
import io.tidemark.offset.jdbc.history.HistoryEntry.Change;
import io.tidemark.offset.jdbc.history.HistoryEntry.Topic;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the newest writes of a group: time, writer, changes. */
@Command(
        name = "history",
        description = "Shows a group's newest writes, newest first (MySQL, PostgreSQL).",
        mixinStandardHelpOptions = true)
public final class HistoryCommand implements Callable<Integer> {

    private static final int SHOWN_CHANGES = 4;

    @Mixin
    private final StoreOptions store;

    @Option(names = "--group", required = true, paramLabel = "GROUP", description = "The consumer group of the job.")
    private String group = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many writes; ${DEFAULT-VALUE} if not given.")
    private int limit;

    @Mixin
    private final ResultOptions result;

    public HistoryCommand(CommandEnvironment surroundings) {
        this.store = new StoreOptions(surroundings);
        this.result = new ResultOptions(surroundings);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw CommandException.usage("Cannot show --limit " + limit + " writes: give a number of at least 1");
        }
        GroupId id = Groups.parse(group);
        try (OpenOffsetStore opened = store.address().open()) {
            List<HistoryEntry> entries = HistoryStore.of(opened).history(id, limit);
            print(opened, entries);
        }
        return ExitCodes.OK;
    }

    private void print(OpenOffsetStore opened, List<HistoryEntry> entries) {
        Table table = new Table("NUMBER", "KIND", "STORED-AT", "WRITER", "CHANGES");
        ObjectNode object = Json.object().put("group", group).put("store", opened.toString());
        ArrayNode writes = object.putArray("writes");
        for (HistoryEntry entry : entries) {
            table.row(entry.number(), kind(entry), entry.storedAt(), entry.writer(), changes(entry));
            ObjectNode write = Json.object()
                    .put("number", entry.number())
                    .put("kind", kind(entry))
                    .put("storedAt", entry.storedAt().toString())
                    .put("writer", Json.text(entry.writer()));
            ArrayNode changes = write.putArray("changes");
            PartitionOrder.sorted(entry.changes()).forEach((partition, change) -> changes.add(json(partition, change)));
            writes.add(write);
        }
        result.print(table, object);
        if (entries.isEmpty()) {
            result.remark("No write of group " + group + " is kept in " + opened);
        }
    }

    private static String kind(HistoryEntry entry) {
        return entry.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String changes(HistoryEntry entry) {
        if (entry.changes().isEmpty()) {
            return "(too many to be kept)";
        }
        String shown = PartitionOrder.sorted(entry.changes()).entrySet().stream()
                .limit(SHOWN_CHANGES)
                .map(change -> change.getKey() + " " + text(change.getValue().from()) + " to "
                        + text(change.getValue().until()))
                .collect(Collectors.joining(", "));
        int more = entry.changes().size() - SHOWN_CHANGES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String text(OptionalLong offset) {
        return offset.isPresent() ? String.valueOf(offset.getAsLong()) : "nothing";
    }

    private static ObjectNode json(TopicPartition partition, Change change) {
        ObjectNode node = Json.of(partition);
        node.put("from", change.from().isPresent() ? Long.valueOf(change.from().getAsLong()) : null);
        node.put(
                "until",
                change.until().isPresent() ? Long.valueOf(change.until().getAsLong()) : null);
        return node.put("otherTopic", change.topic() == Topic.OTHER);
    }
}
