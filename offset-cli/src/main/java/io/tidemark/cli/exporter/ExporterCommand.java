package io.tidemark.cli.exporter;

import io.tidemark.cli.cluster.Cluster;
import io.tidemark.cli.cluster.ClusterAddress;
import io.tidemark.cli.options.ClusterOptions;
import io.tidemark.cli.options.Durations;
import io.tidemark.cli.options.Groups;
import io.tidemark.cli.options.StoreAddress;
import io.tidemark.cli.options.StoreOptions;
import io.tidemark.cli.output.CommandEnvironment;
import io.tidemark.cli.output.CommandException;
import io.tidemark.cli.output.ExitCodes;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.verification.RecordTimestamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows stored offsets, log ends and lag to Prometheus, also while no job runs. */
@Command(
        name = "exporter",
        description = "Serves stored offsets, log ends, lag in records and in time, the age of the last commit and loss"
                + " receipts for Prometheus, at http://HOST:PORT/metrics. It needs no job: it reads the store and the"
                + " cluster. A server that does not answer is tidemark_up 0.",
        mixinStandardHelpOptions = true)
public final class ExporterCommand implements Callable<Integer> {

    private final CommandEnvironment surroundings;

    @Mixin
    private final StoreOptions store;

    @Mixin
    private final ClusterOptions cluster;

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "A group. May be given more than once; all groups of the store if not given.")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen at; 0.0.0.0 for all. ${DEFAULT-VALUE} if not given.")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9790",
            description = "The port; 0 takes a free one. ${DEFAULT-VALUE} if not given.")
    private int port;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = Durations.class,
            description =
                    "How long numbers are kept before the servers are asked again. ${DEFAULT-VALUE} if not given.")
    private @Nullable Duration keep;

    @Option(
            names = "--answer-within",
            paramLabel = "TIME",
            defaultValue = "8s",
            converter = Durations.class,
            description = "The most time that a request waits; must be less than Prometheus' scrape_timeout."
                    + " ${DEFAULT-VALUE} if not given.")
    private @Nullable Duration limit;

    @Option(names = "--once", description = "Prints the numbers once, for a textfile collector, and ends.")
    private boolean once;

    public ExporterCommand(CommandEnvironment surroundings) {
        this.surroundings = surroundings;
        this.store = new StoreOptions(surroundings);
        this.cluster = new ClusterOptions(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw CommandException.usage("Cannot listen at --port " + port + ": give a number from 0 to 65535");
        }
        Set<GroupId> selected = groups.stream().map(Groups::parse).collect(Collectors.toSet());
        StoreAddress address = store.address().connectingAs(cluster.commandConfig());
        Optional<ClusterAddress> brokers = cluster.address(address);
        if (brokers.isEmpty()) {
            surroundings.err().println("Without --bootstrap-server there are no log ends and no lag");
        }
        try (OffsetNumbers numbers = numbers(address, brokers, selected)) {
            if (once) {
                surroundings.out().print(numbers.collect());
                surroundings.out().flush();
            } else {
                serve(numbers);
            }
        }
        return ExitCodes.OK;
    }

    private OffsetNumbers numbers(StoreAddress address, Optional<ClusterAddress> brokers, Set<GroupId> selected) {
        Duration budget = limit().dividedBy(2);
        return new OffsetNumbers(
                source("The store", address::open),
                brokers.map(known -> this.<Cluster>source(known.toString(), known::connect)),
                brokers.map(known -> source("The reader of records", () -> records(known, budget))),
                selected,
                budget,
                surroundings.clock());
    }

    private <T extends AutoCloseable> SourceState<T> source(String name, SourceState.Opening<T> opening) {
        return new SourceState<>(name, opening, surroundings.err(), surroundings.clock());
    }

    private static RecordTimestamps records(ClusterAddress address, Duration budget) {
        Map<String, Object> settings = new HashMap<>(address.settings());
        settings.put("bootstrap.servers", address.brokers());
        return new RecordTimestamps(settings, budget.dividedBy(2));
    }

    private void serve(OffsetNumbers numbers) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScrapeCache cache = new ScrapeCache(
                        () -> numbers.collect().toString(), this::late, keep(), limit(), System::nanoTime);
                ExporterServer server = ExporterServer.start(host, port, cache)) {
            surroundings.err().println("Serving " + server.url());
            surroundings.err().flush();
            ended.await();
        }
    }

    /** Neither server is known to answer. */
    private String late() {
        PrometheusText text = new PrometheusText();
        OffsetNumbers.up(text, "store", false);
        OffsetNumbers.up(text, "cluster", false);
        return text.gauge("scrape_timeouts", "1 if the servers did not answer in time.", 1)
                .toString();
    }

    private Duration keep() {
        return keep == null ? Duration.ZERO : keep;
    }

    private Duration limit() {
        return limit == null ? Duration.ofSeconds(8) : limit;
    }
}
