package io.tidemark.cli.options;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.ClusterAddress;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the cluster, with the names of Kafka's own tools. */
public final class ClusterOptions {

    private final CommandEnvironment surroundings;

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOSTS",
            description = "The cluster that the topics are in: host:9092,host:9092. TIDEMARK_BOOTSTRAP_SERVER in the"
                    + " environment if not given, else the brokers of a kafka:// store.")
    private @Nullable String brokers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Settings for connecting to it, such as security.protocol and sasl.*."
                    + " TIDEMARK_COMMAND_CONFIG in the environment if not given.")
    private @Nullable Path file;

    @Option(
            names = "--timeout",
            paramLabel = "MS",
            defaultValue = "15000",
            description =
                    "How long to wait for an answer of the cluster, in milliseconds; ${DEFAULT-VALUE} if not given.")
    private long timeoutMs;

    public ClusterOptions(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /** The connection settings from the file. */
    public Map<String, String> commandConfig() {
        return Optional.ofNullable(file)
                .or(() -> surroundings.variable("TIDEMARK_COMMAND_CONFIG").map(Path::of))
                .map(path -> PropertyFile.read("--command-config", path))
                .orElseGet(Map::of);
    }

    /** Connects to the cluster; empty if none is named. */
    public Optional<Cluster> connect(StoreAddress store) {
        return address(store).map(ClusterAddress::connect);
    }

    /** The address of the cluster; empty if none is named. */
    public Optional<ClusterAddress> address(StoreAddress store) {
        return address(store.clientSettings(), store.brokers());
    }

    /** The address of the cluster, for a command without a store. */
    public ClusterAddress requireAddress() {
        return address(Map.of(), Optional.empty()).orElseThrow(ClusterOptions::missing);
    }

    private Optional<ClusterAddress> address(Map<String, String> client, Optional<String> ofStore) {
        if (timeoutMs < 1 || timeoutMs > Integer.MAX_VALUE) {
            throw CommandException.usage("Cannot wait --timeout " + timeoutMs
                    + ": give a number of milliseconds from 1 to " + Integer.MAX_VALUE);
        }
        Map<String, String> settings = new TreeMap<>(client);
        settings.putAll(commandConfig());
        return Optional.ofNullable(brokers)
                .or(() -> surroundings.variable("TIDEMARK_BOOTSTRAP_SERVER"))
                .or(() -> Optional.ofNullable(settings.get("bootstrap.servers")))
                .or(() -> ofStore)
                .map(hosts -> new ClusterAddress(hosts, settings, Duration.ofMillis(timeoutMs)));
    }

    public Cluster require(StoreAddress store) {
        return connect(store).orElseThrow(ClusterOptions::missing);
    }

    private static CommandException missing() {
        return CommandException.usage("Cannot ask the cluster: give --bootstrap-server, as in"
                + " kafka1:9092, or set TIDEMARK_BOOTSTRAP_SERVER");
    }
}
