package io.tidemark.cli.command;

import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.ResultOptions;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.options.StoreOptions;
import io.tidemark.cli.output.CommandEnvironment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command on one store that prints a result, and its common options. */
abstract class StoreCommand implements Callable<Integer> {

    final CommandEnvironment surroundings;

    @Mixin
    final StoreOptions store;

    @Mixin
    final ClusterOptions cluster;

    @Mixin
    final ResultOptions result;

    StoreCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        this.store = new StoreOptions(surroundings);
        this.cluster = new ClusterOptions(surroundings);
        this.result = new ResultOptions(surroundings);
    }

    /** The store, reached with the client settings of {@code --command-config} if it is in Kafka. */
    final StoreAddress address() {
        return store.address().connectingAs(cluster.commandConfig());
    }
}
