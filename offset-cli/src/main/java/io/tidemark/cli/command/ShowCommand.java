package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.options.GroupOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.Table;
import io.tidemark.cli.plan.Governing;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.StoredOffset;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the content of the store, without asking the cluster. */
@Command(name = "show", description = "Shows what is stored.", mixinStandardHelpOptions = true)
public final class ShowCommand extends StoreCommand {

    @Mixin
    private final GroupOptions group = new GroupOptions();

    public ShowCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        group.allTopicsByDefault();
        StoreAddress address = address();
        try (OpenOffsetStore opened = address.open()) {
            SortedMap<TopicPartition, StoredOffset> entries =
                    Entries.load(opened.store(), group.group(), group.selection(opened.store()));
            print(opened, entries, Governing.of(opened.store(), group.group()));
        }
        return ExitCodes.OK;
    }

    private void print(OpenOffsetStore opened, Map<TopicPartition, StoredOffset> entries, Governing governing) {
        Table table = new Table("GROUP", "TOPIC", "PARTITION", "OFFSET", "STORED-AT", "WRITER", "TOPIC-ID");
        ObjectNode object = Json.object().put("group", group.group().value()).put("store", opened.toString());
        governing.describeIn(object);
        ArrayNode offsets = object.putArray("offsets");
        entries.forEach((partition, stored) -> {
            table.row(
                    group.group(),
                    partition.topic(),
                    partition.partition(),
                    stored.offset(),
                    stored.storedAt(),
                    stored.writer(),
                    stored.identity().map(identity -> identity.topicId()));
            offsets.add(Json.of(partition, stored));
        });
        result.print(table, object);
        if (entries.isEmpty()) {
            result.remark("Nothing is stored for group " + group.group() + " and these topics in " + opened
                    + "; tidemark groups lists the groups");
        }
        governing
                .followed()
                .ifPresent(ledger -> result.remark("For group " + group.group() + ", this store follows "
                        + ledger.url().orElse(ledger.name()) + ", the ledger of a sink"));
    }
}
