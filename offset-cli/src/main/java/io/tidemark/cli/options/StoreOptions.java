package io.tidemark.cli.options;

import io.tidemark.cli.output.CommandEnvironment;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the store. */
public final class StoreOptions {

    private final CommandEnvironment surroundings;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "The store: mysql://host:3306/database, postgresql://host:5432/database,"
                    + " zookeeper://host:2181/chroot, hbase://zookeeper-host:2181/table, kafka://host:9092,"
                    + " hdfs://namenode:8020/directory or, for the ledger of a sink, redis://host:6379."
                    + " TIDEMARK_STORE in the environment if not given.")
    private @Nullable String url;

    @Option(
            names = "--store-config",
            paramLabel = "FILE",
            description = "The store's settings, key=value: user, password=file:/run/secrets/db or password=env:NAME,"
                    + " layout=own; url too. TIDEMARK_STORE_CONFIG in the environment if neither is given.")
    private @Nullable Path file;

    public StoreOptions(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    public StoreAddress address() {
        return StoreAddress.of(
                "--store",
                Optional.ofNullable(url).or(() -> surroundings.variable("TIDEMARK_STORE")),
                "--store-config",
                Optional.ofNullable(file).or(this::fileOfEnvironment));
    }

    /** The environment's file belongs to the environment's store, and not to one that is named on the command line. */
    private Optional<Path> fileOfEnvironment() {
        return url == null ? surroundings.variable("TIDEMARK_STORE_CONFIG").map(Path::of) : Optional.empty();
    }
}
