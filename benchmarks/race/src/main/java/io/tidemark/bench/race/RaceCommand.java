package io.tidemark.bench.race;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the benchmark: see {@code bin/benchmark}. */
@Command(
        name = "race",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the example's job and alternatives to it on the same topic, and prints a table.")
public final class RaceCommand implements Callable<Integer> {

    private static final long LEAST_WARM_UP = 100_000;
    private static final int WARM_UP_PART = 4;
    private static final long SHORT_RECORDS = 500_000;
    private static final int SHORT_ROUNDS = 3;

    @Option(
            names = "--records",
            defaultValue = "4000000",
            description = "The approximate number of records (${DEFAULT-VALUE}).")
    private long records;

    @Option(
            names = "--jvms",
            defaultValue = "3",
            description = "The number of JVMs of each candidate, one after the other, because each JVM compiles"
                    + " differently (${DEFAULT-VALUE}).")
    private int jvms;

    @Option(
            names = "--rounds",
            defaultValue = "2",
            description = "The number of runs of each candidate in each JVM (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--short", description = "About 500,000 records, three rounds in one JVM.")
    private boolean isShort;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WHO",
            description = "The candidates: ${COMPLETION-CANDIDATES} (default: all).")
    private List<CandidateKind> only = List.of();

    @Option(names = "--heap", defaultValue = "1g", description = "The heap of each candidate's JVM (${DEFAULT-VALUE}).")
    private String heap = "";

    @Option(
            names = "--jvm-option",
            paramLabel = "OPTION",
            description = "An additional option of each candidate's JVM, such as a profiler; may be repeated.")
    private List<String> jvmOptions = List.of();

    private RaceCommand() {}

    /** Runs the command; the system property {@code tidemark.root} is the folder of the checkout. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RaceCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path root = Path.of(System.getProperty("tidemark.root", ""));
        long about = isShort ? SHORT_RECORDS : records;
        RaceOptions options = new RaceOptions(
                root.resolve("benchmarks"),
                jvmOptions(root, heap, jvmOptions),
                only.isEmpty() ? List.of(CandidateKind.values()) : only,
                about,
                Math.min(about, Math.max(LEAST_WARM_UP, about / WARM_UP_PART)),
                isShort ? 1 : jvms,
                isShort ? SHORT_ROUNDS : rounds,
                Runtime.getRuntime().availableProcessors());
        System.out.printf("%n%s", new Race(options, System.out).run().table());
        return 0;
    }

    /** The options of every candidate's JVM: the options that frameworks need on Java 17, and one heap size for all. */
    static List<String> jvmOptions(Path root, String heap, List<String> more) throws IOException {
        Path options = root.resolve(Path.of("recharge-example", "v3.5", "target", "jvm-options.txt"));
        List<String> all =
                new ArrayList<>(Arrays.asList(Files.readString(options).trim().split("\\s+", -1)));
        all.add("-Xmx" + heap);
        all.addAll(more);
        return all;
    }
}
