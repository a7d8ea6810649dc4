package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.Table;
import io.tidemark.cli.plan.Governing;
import io.tidemark.cli.plan.StoredGroups;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the groups of a store, for a person who does not know their names. */
@Command(
        name = "groups",
        description = "Lists the groups that the store holds, with what is stored of each.",
        mixinStandardHelpOptions = true)
public final class GroupsCommand extends StoreCommand {

    @Option(
            names = "--matching",
            paramLabel = "REGEX",
            description = "Only groups whose whole name matches, as in 'orders-.*'.")
    private @Nullable String matching;

    @Option(
            names = "--names",
            description = "Only the names, one in each line: does not read the offsets, for stores with many groups.")
    private boolean names;

    public GroupsCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        Pattern pattern = pattern();
        StoreAddress address = address();
        try (OpenOffsetStore opened = address.open()) {
            List<GroupId> groups = StoredGroups.of(opened).stream()
                    .filter(group -> pattern.matcher(group.value()).matches())
                    .toList();
            ObjectNode object = Json.object().put("store", opened.toString());
            if (names) {
                printNames(groups, object);
            } else {
                print(opened.store(), groups, object);
            }
            if (groups.isEmpty()) {
                result.remark(
                        matching == null
                                ? "Nothing is stored in " + opened
                                : "No group in " + opened + " matches '" + matching + "'");
            }
        }
        return ExitCodes.OK;
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(matching == null ? ".*" : matching, Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw CommandException.usage("Cannot read --matching '" + matching + "': " + e.getDescription()
                    + "; give a regular expression such as 'orders-.*'");
        }
    }

    private void printNames(List<GroupId> groups, ObjectNode object) {
        ArrayNode list = object.putArray("groups");
        groups.forEach(group -> list.add(Json.object().put("group", group.value())));
        result.print(
                groups.stream()
                        .map(group -> group.value().replaceAll("\\p{Cntrl}", "?"))
                        .toList(),
                object);
    }

    private void print(OffsetStore store, List<GroupId> groups, ObjectNode object) {
        Table table = new Table("GROUP", "TOPICS", "PARTITIONS", "RECEIPTS", "LAST-STORED-AT", "FOLLOWS");
        ArrayNode list = object.putArray("groups");
        for (GroupId group : groups) {
            Map<TopicPartition, StoredOffset> entries = store.load(group);
            Set<String> topics =
                    entries.keySet().stream().map(TopicPartition::topic).collect(Collectors.toCollection(TreeSet::new));
            Optional<Instant> last = entries.values().stream()
                    .flatMap(entry -> entry.storedAt().stream())
                    .max(Comparator.naturalOrder());
            int receipts = store.lossReceipts(group).size();
            Optional<String> followed = Governing.of(store, group).followed().map(ledger -> ledger.url()
                    .orElse(ledger.name()));
            table.row(group, shown(topics), entries.size(), receipts, last, followed);
            ObjectNode row = Json.object().put("group", group.value());
            ArrayNode all = row.putArray("topics");
            topics.forEach(all::add);
            row.put("partitions", entries.size()).put("receipts", receipts).put("lastStoredAt", Json.text(last));
            list.add(row.put("follows", followed.orElse(null)));
        }
        result.print(table, object);
    }

    /** A group of a pattern may have hundreds of topics. */
    private static String shown(Set<String> topics) {
        List<String> first = topics.stream().limit(3).toList();
        return String.join(",", first)
                + (topics.size() > first.size() ? ",+" + (topics.size() - first.size()) + " more" : "");
    }
}
