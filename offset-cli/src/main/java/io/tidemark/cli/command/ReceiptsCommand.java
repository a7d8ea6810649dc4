package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.cli.output.Table;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OpenOffsetStore;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a group's losses and the policies that decided them. */
@Command(name = "receipts", description = "Shows what a group has lost, oldest first.", mixinStandardHelpOptions = true)
public final class ReceiptsCommand extends StoreCommand {

    @Option(names = "--group", required = true, paramLabel = "GROUP", description = "The consumer group of the job.")
    private String group = "";

    public ReceiptsCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        GroupId id = Groups.parse(group);
        try (OpenOffsetStore opened = address().open()) {
            print(opened, opened.store().lossReceipts(id));
        }
        return ExitCodes.OK;
    }

    private void print(OpenOffsetStore opened, List<LossReceipt> receipts) {
        Table table = new Table("TIME", "TOPIC", "PARTITION", "FROM", "UNTIL", "COUNT", "REASON", "POLICY");
        ObjectNode object = Json.object().put("group", group).put("store", opened.toString());
        ArrayNode array = object.putArray("receipts");
        for (LossReceipt receipt : receipts) {
            table.row(
                    receipt.time(),
                    receipt.partition().topic(),
                    receipt.partition().partition(),
                    receipt.from(),
                    receipt.until(),
                    receipt.describeCount(),
                    receipt.reason(),
                    receipt.policy());
            array.add(Json.of(receipt));
        }
        result.print(table, object);
        if (receipts.isEmpty()) {
            result.remark("Group " + group + " has no loss receipts in " + opened);
        }
    }
}
