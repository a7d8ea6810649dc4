package io.tidemark.bench.costs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures the time of a batch with more executors than this machine has cores for. Each is held to a pace at which it
 * hardly needs a core, so that they are not in each other's way; all that is the driver's, the store's and the sink's
 * runs at full speed. How long the counting takes is then known, and what a batch takes besides goes into a model, with
 * one and two executors; with more, the model is held against what was measured. At full speed the model is given the
 * rate at which executors counted, which is less for each the more of them share the cores.
 */
final class ExecutorGrowth {

    static final String PROPERTY = "bench.";

    /** Of those that are measured at a pace. */
    static final List<Integer> PARTITIONS = List.of(8, 24, 96);

    /** How many of them are measured at full speed, too. */
    static final int AT_FULL_SPEED = 24;

    /** Records a second of one executor. */
    static final int PACE = 5_000;

    /** With how many executors the model is made. */
    private static final int FITTED_UP_TO = 2;

    private final Servers servers;
    private final PrintStream out;

    ExecutorGrowth(Servers servers, PrintStream out) {
        this.servers = servers;
        this.out = out;
    }

    /** So many partitions, all with records. */
    static Partitions partitions(int count) {
        return new Partitions("executors-" + count, count);
    }

    /**
     * Prints the tables.
     *
     * @param sizes how many executors, 1 and 2 among them
     * @param records of a batch
     * @param batches the first one of each run does not count
     */
    void print(List<Integer> sizes, int records, int batches) throws IOException, InterruptedException {
        for (int count : PARTITIONS) {
            Partitions partitions = partitions(count);
            partitions.create(servers.kafka());
            GeneratedTopic.fill(servers.kafka().bootstrapServers(), partitions, (long) records / count * batches);
        }
        Path home = Files.createTempDirectory("tidemark-spark-");
        Files.createDirectories(home.resolve("jars"));
        List<ExecutorRun> runs = new ArrayList<>();
        for (int size : sizes) {
            runs.addAll(measure(home, size, records, batches));
        }
        delete(home);
        List<ExecutorRun> paced = runs.stream().filter(run -> run.pace() > 0).toList();
        BatchModel model = BatchModel.of(paced.stream()
                .filter(run -> run.executors() <= FITTED_UP_TO)
                .map(run -> new BatchModel.Point(run.executors(), run.partitions(), besides(run, records)))
                .toList());
        printPaced(paced, model, records);
        printFullSpeed(runs.stream().filter(run -> run.pace() == 0).toList(), model, records);
    }

    private static double besides(ExecutorRun run, int records) {
        return run.millis() - counting(run, records, run.pace());
    }

    private static double counting(ExecutorRun run, int records, double rate) {
        return BatchModel.counting(run.executors(), run.partitions(), records / run.partitions(), rate);
    }

    private void printPaced(List<ExecutorRun> runs, BatchModel model, int records) {
        Table table = Table.begin(
                out,
                "Executors limited to %,d records per second each: milliseconds for a batch of %,d records"
                        .formatted(PACE, records),
                List.of(
                        "executors",
                        "partitions",
                        "the model",
                        "batch",
                        "of it counting",
                        "other",
                        "other, by the model",
                        "batch, by the model",
                        "error of the model",
                        "slower than the pace"));
        for (ExecutorRun run : runs) {
            double counting = counting(run, records, run.pace());
            double told = model.at(run.executors(), run.partitions());
            table.row(
                    Table.whole(run.executors()),
                    Table.whole(run.partitions()),
                    run.executors() <= FITTED_UP_TO ? "fitted" : "validated",
                    Table.number(run.millis()),
                    Table.number(counting),
                    Table.number(besides(run, records)),
                    Table.number(told),
                    Table.number(counting + told),
                    Table.percent((counting + told) / run.millis() - 1),
                    Table.percent(run.pace() / run.rate() - 1));
        }
        out.printf(
                "%nThe model: in addition to counting, a batch takes %s ms, %s ms for each partition, and %s ms for"
                        + " each task of an executor.%n",
                Table.number(model.once()), Table.number(model.ofPartition()), Table.number(model.ofTask()));
    }

    private void printFullSpeed(List<ExecutorRun> runs, BatchModel model, int records) {
        double alone = runs.get(0).rate();
        Table table = Table.begin(
                out,
                "The same at full speed, %d partitions; %d cores, with the driver and the servers on them"
                        .formatted(AT_FULL_SPEED, Runtime.getRuntime().availableProcessors()),
                List.of(
                        "executors",
                        "batch",
                        "records/s counted by each",
                        "by the model, at that rate",
                        "error of the model",
                        "by the model, each with a core",
                        "records/s of all"));
        for (ExecutorRun run : runs) {
            double besides = model.at(run.executors(), run.partitions());
            double told = besides + counting(run, records, run.rate());
            double toldAlone = besides + counting(run, records, alone);
            table.row(
                    Table.whole(run.executors()),
                    Table.number(run.millis()),
                    Table.whole(Math.round(run.rate())),
                    Table.number(told),
                    Table.percent(told / run.millis() - 1),
                    Table.number(toldAlone),
                    Table.whole(Math.round(1_000 * records / toldAlone)));
        }
    }

    /** Where a driver fails, its log stays. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<ExecutorRun> measure(Path home, int executors, int records, int batches)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // what Spark wants of a JVM 17
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-Xmx"))
                .forEach(command::add);
        command.add("-Xmx512m");
        servers.settings().forEach((key, value) -> command.add("-D" + PROPERTY + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ExecutorDriver.class.getName()));
        for (int argument : new int[] {executors, records, batches}) {
            command.add(Integer.toString(argument));
        }
        Path log = home.resolve("driver-" + executors + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.12", "SPARK_LOCAL_IP", "127.0.0.1"));
        Process driver = builder.start();
        List<ExecutorRun> measured = new ArrayList<>();
        try (BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ExecutorRun.of(line).ifPresent(measured::add);
            }
        } finally {
            driver.destroy();
        }
        if (driver.waitFor() != 0 || measured.size() != PARTITIONS.size() + 1) {
            throw new IOException("Cannot measure " + executors + " executors: the driver has ended early; see " + log);
        }
        return measured;
    }
}
