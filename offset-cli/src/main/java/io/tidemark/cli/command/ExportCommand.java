package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Selection;
import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.GroupOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.options.StoreOptions;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.cli.output.Json;
import io.tidemark.offset.OpenOffsetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a group's state to a file, as a backup or for an import. */
@Command(
        name = "export",
        description = "Writes a group's offsets and receipts as JSON.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {

    private final CommandEnvironment surroundings;

    @Mixin
    private final StoreOptions store;

    @Mixin
    private final ClusterOptions cluster;

    @Mixin
    private final GroupOptions group = new GroupOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write; standard output if not given.")
    private @Nullable Path output;

    @Option(
            names = "--starting-offsets",
            description = "Writes only the offsets, in the form of the option startingOffsets of Spark's source kafka.")
    private boolean startingOffsets;

    public ExportCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        this.store = new StoreOptions(surroundings);
        this.cluster = new ClusterOptions(surroundings);
    }

    @Override
    public Integer call() {
        group.allTopicsByDefault();
        StoreAddress address = store.address().connectingAs(cluster.commandConfig());
        try (OpenOffsetStore opened = address.open()) {
            Selection selection = group.selection(opened.store());
            GroupFile file = new GroupFile(
                    group.group(),
                    Entries.load(opened.store(), group.group(), selection),
                    opened.store().lossReceipts(group.group()).stream()
                            .filter(receipt -> selection.includes(receipt.partition()))
                            .toList());
            if (file.offsets().isEmpty()) {
                throw CommandException.refused("Cannot export: nothing is stored for group " + group.group()
                        + " and topics " + selection + " in " + opened + "; check --store, --group and --topic");
            }
            write(
                    startingOffsets
                            ? file.startingOffsets().toString()
                            : Json.text(file.json(
                                    opened.toString(), surroundings.clock().instant())));
        }
        return ExitCodes.OK;
    }

    private void write(String text) {
        if (output == null) {
            surroundings.out().println(text);
            surroundings.out().flush();
            return;
        }
        Path draft = output.resolveSibling(output.getFileName() + ".part");
        try {
            Files.writeString(draft, text + System.lineSeparator());
            Files.move(draft, output, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandException.usage(
                    "Cannot write --output " + output + ": its folder is missing, or this user may not write there");
        }
    }
}
