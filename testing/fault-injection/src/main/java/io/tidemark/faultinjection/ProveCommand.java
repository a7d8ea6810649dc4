package io.tidemark.faultinjection;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.faultinjection.FaultInjectionOptions.Loop;
import io.tidemark.recharge.cli.AddedCommand;
import io.tidemark.recharge.cli.OwnServers;
import io.tidemark.recharge.cli.UsageException;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recharge prove}. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "A fault-injection test: the job must count every record exactly once.",
            "Runs the job in its own processes on real servers. Kills it with SIGKILL at named and at random points, and"
                    + " restarts it each time with another batch interval; freezes it until another has taken over; runs two"
                    + " at the same time; kills Redis and the store; adds partitions; deletes unread records. Then compares"
                    + " Redis with an independent reference implementation, field by field.",
            "Exits 0 if they are equal, and 1 on any difference."
        })
public final class ProveCommand implements AddedCommand {

    @Option(
            names = "--orders",
            defaultValue = "100000",
            paramLabel = "N",
            description = "The number of orders in the log (default ${DEFAULT-VALUE}).")
    private long orders;

    @Option(
            names = "--kills",
            defaultValue = "10",
            paramLabel = "K",
            description = "The number of kills (default ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "The seed of the log and the scenario (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--store",
            defaultValue = "mysql",
            description = "The store of the offsets: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private StoreType store = StoreType.MYSQL;

    @Option(
            names = "--loop",
            defaultValue = "tidemark",
            description =
                    "The job under test: the job of the example, or the loop of the common tutorials, which fails and"
                            + " keeps its offsets in MySQL (${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}).")
    private Loop loop = Loop.TIDEMARK;

    @Option(
            names = "--engine",
            defaultValue = "dstreams",
            description = "The engines of the job: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE})."
                    + " Structured Streaming is also started without its checkpoint directory, and with that of"
                    + " an earlier"
                    + " attempt. Alternating moves the group from one engine to the other with each attempt.")
    private Engines engines = Engines.DSTREAMS;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets one key of the job's configuration, such as --set redis.max-write-size=2000, which splits"
                            + " the job's batches.")
    private Map<String, String> settings = new HashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        OwnServers.require("prove");
        requireSense();
        long began = System.nanoTime();
        FaultInjectionResult result = FaultInjection.run(
                new FaultInjectionOptions(orders, kills, seed, store, loop, engines, settings),
                line -> System.err.printf(
                        "recharge: %3d s  %s%n",
                        Duration.ofNanos(System.nanoTime() - began).toSeconds(), line));
        System.out.print(result.text());
        return result.holds() ? 0 : 1;
    }

    private void requireSense() {
        List<String> problems = new ArrayList<>();
        if (orders < 1) {
            problems.add("Cannot use --orders " + orders + ": it must be at least 1");
        }
        if (kills < 0) {
            problems.add("Cannot use --kills " + kills + ": it must not be negative");
        }
        if (loop == Loop.TEXTBOOK && store != StoreType.MYSQL) {
            problems.add("Cannot use --loop textbook with --store "
                    + store.name().toLowerCase(Locale.ROOT) + ": it keeps its offsets in MySQL");
        }
        if (loop == Loop.TEXTBOOK && engines != Engines.DSTREAMS) {
            problems.add("Cannot use --loop textbook with --engine "
                    + engines.name().toLowerCase(Locale.ROOT) + ": it is a loop of Spark Streaming");
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
    }
}
