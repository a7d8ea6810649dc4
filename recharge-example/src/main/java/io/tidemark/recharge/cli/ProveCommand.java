package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.prove.ProofOptions;
import io.tidemark.recharge.prove.ProofOptions.Loop;
import io.tidemark.recharge.prove.ProofResult;
import io.tidemark.recharge.prove.Proofs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recharge prove}. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "The proof that the job counts every record exactly once, whatever happens.",
            "Runs the job in processes of its own on real servers and kills it with SIGKILL at named points and at random"
                    + " ones, restarting it each time with another batch interval; freezes it and lets another take over;"
                    + " runs two at once; kills Redis and the store; adds partitions; deletes unread records. Then compares"
                    + " Redis with an independent reference implementation of the log, field by field.",
            "Exits 0 if they are equal, and 1 on any difference."
        })
final class ProveCommand implements Callable<Integer> {

    @Option(
            names = "--orders",
            defaultValue = "100000",
            paramLabel = "N",
            description = "How many orders the log has (default ${DEFAULT-VALUE}).")
    private long orders;

    @Option(
            names = "--kills",
            defaultValue = "10",
            paramLabel = "K",
            description = "How often the job is killed (default ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "What log and plan are drawn from (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--store",
            defaultValue = "mysql",
            description = "Where the offsets are kept: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private StoreType store = StoreType.MYSQL;

    @Option(
            names = "--loop",
            defaultValue = "tidemark",
            description =
                    "What is put to the proof: the example's job, or the loop of the common tutorials, which fails; it"
                            + " keeps its offsets in MySQL (${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}).")
    private Loop loop = Loop.TIDEMARK;

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
        ProofResult result = Proofs.run(
                new ProofOptions(orders, kills, seed, store, loop, settings),
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
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
    }
}
