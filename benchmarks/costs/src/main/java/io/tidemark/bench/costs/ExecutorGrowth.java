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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a full batch takes with more executors than this machine has cores for. Each counts in slow motion, as on a core so
 * many times slower, so that they are not in each other's way; all that is the driver's, the store's and the sink's runs at
 * full speed. A line is put through these points, what a batch takes by what each executor has to count; it is held against
 * points at full speed, as far as there are cores, and says what there would be with more of them.
 */
final class ExecutorGrowth {

    static final String TOPIC = "executors";
    static final String PROPERTY = "bench.";

    private static final int PARTITIONS = 24;
    private static final int SLOW_MOTION = 8;

    private final Servers servers;
    private final PrintStream out;

    ExecutorGrowth(Servers servers, PrintStream out) {
        this.servers = servers;
        this.out = out;
    }

    /**
     * Prints the table.
     *
     * @param sizes how many executors
     * @param records of a batch
     * @param batches the first one of each run does not count
     */
    void print(List<Integer> sizes, int records, int batches) throws IOException, InterruptedException {
        Partitions partitions = new Partitions(TOPIC, PARTITIONS);
        partitions.create(servers.kafka());
        int recordsOfPartition = records / PARTITIONS;
        GeneratedTopic.fill(servers.kafka().bootstrapServers(), partitions, (long) recordsOfPartition * batches);
        Map<Integer, Double> atFullSpeed = new TreeMap<>();
        Map<Integer, Double> slow = new TreeMap<>();
        Path home = Files.createTempDirectory("tidemark-spark-");
        Files.createDirectories(home.resolve("jars"));
        for (int size : sizes) {
            Map<Integer, Double> measured = measure(home, size, recordsOfPartition, batches);
            atFullSpeed.put(size, measured.getOrDefault(1, Double.NaN));
            slow.put(size, measured.getOrDefault(SLOW_MOTION, Double.NaN));
        }
        delete(home);
        print(sizes, recordsOfPartition * PARTITIONS, atFullSpeed, slow);
    }

    private void print(List<Integer> sizes, int records, Map<Integer, Double> atFullSpeed, Map<Integer, Double> slow) {
        LeastSquares model = LeastSquares.of(
                sizes.stream().mapToDouble(size -> (double) SLOW_MOTION / size).toArray(),
                sizes.stream()
                        .mapToDouble(size -> slow.getOrDefault(size, Double.NaN))
                        .toArray());
        Table table = Table.begin(
                out,
                "Executors of one core: milliseconds for a batch of %,d records of %d partitions; %d cores"
                        .formatted(records, PARTITIONS, Runtime.getRuntime().availableProcessors()),
                List.of(
                        "executors",
                        "in slow motion (%d times)".formatted(SLOW_MOTION),
                        "by the model",
                        "off by",
                        "at full speed",
                        "by the model, on as many cores",
                        "off by",
                        "records/s by the model"));
        for (int size : sizes) {
            double measuredSlow = slow.getOrDefault(size, Double.NaN);
            double measured = atFullSpeed.getOrDefault(size, Double.NaN);
            double told = model.at(1.0 / size);
            table.row(
                    Table.whole(size),
                    Table.number(measuredSlow),
                    Table.number(model.at((double) SLOW_MOTION / size)),
                    Table.percent(model.at((double) SLOW_MOTION / size) / measuredSlow - 1),
                    Table.number(measured),
                    Table.number(told),
                    size <= Runtime.getRuntime().availableProcessors() ? Table.percent(told / measured - 1) : "",
                    Table.whole(Math.round(1_000 * records / told)));
        }
        out.printf(
                "%nThe model: a batch takes %s ms and, divided by the number of executors, %s ms.%n",
                Table.number(model.fixed()), Table.number(model.slope()));
    }

    /** Where a driver fails, its log stays. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Map<Integer, Double> measure(Path home, int executors, int recordsOfPartition, int batches)
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
        for (int argument : new int[] {executors, PARTITIONS, recordsOfPartition, batches, SLOW_MOTION}) {
            command.add(Integer.toString(argument));
        }
        Path log = home.resolve("driver-" + executors + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectError(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", home.toString(), "SPARK_SCALA_VERSION", "2.12", "SPARK_LOCAL_IP", "127.0.0.1"));
        Process driver = builder.start();
        Map<Integer, Double> measured = new HashMap<>();
        try (BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ExecutorDriver.BATCH)) {
                    String[] words =
                            line.substring(ExecutorDriver.BATCH.length()).split(" ", -1);
                    measured.put(Integer.valueOf(words[0]), Double.valueOf(words[1]));
                }
            }
        } finally {
            driver.destroy();
        }
        if (driver.waitFor() != 0 || measured.size() != 2) {
            throw new IOException("Cannot measure " + executors + " executors: the driver has ended early; see " + log);
        }
        return measured;
    }
}
