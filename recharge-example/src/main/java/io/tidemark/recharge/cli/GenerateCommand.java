package io.tidemark.recharge.cli;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recharge generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = {
            "Generates a log in the record format: all services, failures, late notices, unknown cities, invalid"
                    + " records of every kind.",
            "The same seed, preset and numbers give the same bytes."
        })
final class GenerateCommand implements Callable<Integer> {

    private static final String GROUP = "recharge";

    @Option(names = "--orders", required = true, paramLabel = "N", description = "The number of orders.")
    private long orders;

    @Option(names = "--seed", required = true, paramLabel = "S", description = "The seed of the log.")
    private long seed;

    @Option(
            names = "--preset",
            defaultValue = "guangdong",
            description = "The dictionary and regions: guangdong or cmcc (default ${DEFAULT-VALUE}).")
    private String preset = "guangdong";

    @Option(
            names = "--days",
            defaultValue = "1",
            paramLabel = "N",
            description = "The number of days of the orders; the last day is 2026-01-01 (default ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--output", paramLabel = "FILE", description = "The file of the log (default: standard output).")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = "The file of the expected report, which is computed without the job's code.")
    private Optional<Path> expected = Optional.empty();

    @Override
    public Integer call() {
        requireSense();
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset(preset));
        try (Progress progress = Progress.of("Generating", orders, " orders", 1)) {
            Output.write(output, stream -> {
                long[] lines = new long[1];
                new GeneratedLog(seed, preset, orders, days).forEachLine((bytes, length) -> {
                    stream.write(bytes, 0, length);
                    stream.write('\n');
                    if (expected.isPresent()) {
                        add(reference, bytes, length);
                    }
                    // about two thirds of the lines are orders
                    progress.reached(Math.min(orders, ++lines[0] * 2 / 3));
                });
            });
        }
        expected.ifPresent(file -> Output.text(Optional.of(file), ReportJson.write(reference.report(GROUP))));
        return 0;
    }

    private static void add(ReferenceCount reference, byte[] bytes, int length) throws IOException {
        reference.add(bytes, length);
    }

    private void requireSense() {
        List<String> problems = new ArrayList<>();
        if (orders < 0) {
            problems.add("Cannot use --orders " + orders + ": it must not be negative");
        }
        if (days < 1) {
            problems.add("Cannot use --days " + days + ": it must be at least 1");
        }
        if (!RegionTable.presets().contains(preset)) {
            problems.add("Cannot use --preset " + preset + ": it must be one of "
                    + String.join(", ", RegionTable.presets()));
        }
        Output.problem(output, "--output").ifPresent(problems::add);
        Output.problem(expected, "--expected").ifPresent(problems::add);
        if (output.isPresent() && output.equals(expected)) {
            problems.add("Cannot write log and report both to " + output.get() + "; use another file for one of them");
        } else if (expected.isPresent()
                && expected.get().toString().equals("-")
                && (output.isEmpty() || output.get().toString().equals("-"))) {
            problems.add("Cannot write log and report both to standard output; use a file for one of them");
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
    }
}
