package io.tidemark.cli.command;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.Verdicts;
import io.tidemark.cli.options.GroupOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.offset.OpenOffsetStore;
import picocli.CommandLine.Mixin;

/** A command that verifies a group's stored offsets against the cluster, and prints what it has found. */
abstract class VerdictCommand extends StoreCommand {

    @Mixin
    final GroupOptions group = new GroupOptions();

    VerdictCommand(CommandEnvironment surroundings) {
        super(surroundings);
    }

    @Override
    public final Integer call() {
        group.allTopicsByDefault();
        StoreAddress address = address();
        try (Cluster connected = cluster.require(address);
                OpenOffsetStore opened = address.open()) {
            return print(opened, group.verdicts(opened.store(), connected, group.selection(opened.store())));
        }
    }

    /** Prints the verdicts, and returns the exit code. */
    abstract int print(OpenOffsetStore opened, Verdicts verdicts);
}
