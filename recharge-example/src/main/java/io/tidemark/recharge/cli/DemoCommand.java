package io.tidemark.recharge.cli;

import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.demo.DemoOptions;
import io.tidemark.recharge.demo.FileDemo;
import io.tidemark.recharge.demo.LiveDemo;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recharge demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything on one machine: Kafka, Redis, the store's server (MariaDB, ZooKeeper, HBase,"
                    + " HDFS or Kafka), a generator, the job and the page.",
            "Prints the page's address. Ctrl-C stops it gracefully; with the same --data-dir it resumes where it"
                    + " stopped.",
            "With --input and --once: loads a log file instead, waits until every record is processed, and prints"
                    + " the report."
        })
final class DemoCommand implements Callable<Integer> {

    private static final String LOG_FILE = "demo.log";

    @Option(names = "--port", defaultValue = "8080", description = "The page's port (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--rate",
            defaultValue = "100",
            paramLabel = "R",
            description = "Generated records per second (default ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "The seed of the generated log (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--preset",
            defaultValue = "guangdong",
            description = "The dictionary and regions: guangdong or cmcc (default ${DEFAULT-VALUE}).")
    private String preset = "guangdong";

    @Option(
            names = "--engine",
            defaultValue = "dstreams",
            description = "The engine of the job: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Engine engine = Engine.DSTREAMS;

    @Option(
            names = "--store",
            defaultValue = "mysql",
            description = "The store of the offsets: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private StoreType store = StoreType.MYSQL;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The directory of all data (default: a temporary directory, which is deleted at the end).")
    private Optional<Path> dataDirectory = Optional.empty();

    @Option(
            names = "--batch-interval",
            defaultValue = "250ms",
            paramLabel = "D",
            description = "The batch interval (default ${DEFAULT-VALUE}).")
    private Duration batchInterval = Duration.ofMillis(250);

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "A log file to process, plain text or gzip; requires --once.")
    private Optional<Path> input = Optional.empty();

    @Option(names = "--once", description = "Ends when every record of --input is processed.")
    private boolean once;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The file of the report of --once (default: standard output).")
    private Optional<Path> report = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        OwnServers.require("demo");
        requireSense();
        DemoOptions options = new DemoOptions(preset, engine, store, dataDirectory, batchInterval);
        logToFile();
        if (input.isPresent()) {
            RechargeReport result = count(options, input.get());
            Output.text(report, ReportJson.write(result));
        } else {
            System.err.println("recharge: starting Kafka, Redis, Spark and the store's server");
            LiveDemo.run(options, port, rate, seed, address -> {
                System.out.println(address);
                System.err.println("recharge: the page is at " + address + "; Ctrl-C ends the demo");
            });
        }
        return 0;
    }

    private RechargeReport count(DemoOptions options, Path file) throws InterruptedException {
        Output.requireWritable(report, "--report");
        try (Progress progress = Progress.of("Loading", size(file), "MB", 1 << 20)) {
            return FileDemo.run(options, file, progress::reached, loaded -> Output.warnings(loaded.warnings(file)));
        }
    }

    private static long size(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new UsageException(List.of("Cannot read --input " + file + ": there is no such readable file"));
        }
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read --input " + file + ": " + e.getMessage(), e);
        }
    }

    private void logToFile() {
        dataDirectory.ifPresentOrElse(
                directory -> Logs.toFile(directory.resolve(LOG_FILE)),
                () -> Logs.toFile(Path.of(System.getProperty("java.io.tmpdir"), "recharge-" + LOG_FILE)));
    }

    private void requireSense() {
        List<String> problems = new ArrayList<>();
        if (port < 0 || port > 65_535) {
            problems.add("Cannot use --port " + port + ": it must be from 0 to 65535");
        }
        if (rate < 1) {
            problems.add("Cannot use --rate " + rate + ": it must be at least 1");
        }
        if (!RegionTable.presets().contains(preset)) {
            problems.add("Cannot use --preset " + preset + ": it must be one of "
                    + String.join(", ", RegionTable.presets()));
        }
        if (input.isPresent() != once) {
            problems.add("Cannot use --input without --once, or --once without --input: each requires the other");
        }
        if (report.isPresent() && !once) {
            problems.add("Cannot use --report without --input and --once");
        }
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
    }
}
