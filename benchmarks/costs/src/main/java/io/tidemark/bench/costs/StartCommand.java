package io.tidemark.bench.costs;

import io.tidemark.recharge.job.StoreConnection;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long {@code bin/recharge job} takes from the start of its process to its first committed batch. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures bin/recharge job from the start of its process to its first committed batch.")
final class StartCommand implements Callable<Integer> {

    private static final Duration APART = Duration.ofMillis(1);

    @Option(names = "--short", description = "Three starts instead of seven.")
    private boolean isShort;

    @Option(
            names = "--launcher",
            paramLabel = "FILE",
            description = "Another bin/recharge, such as that of an earlier commit; may be repeated. All take turns.")
    private List<Path> others = List.of();

    private StartCommand() {}

    @Override
    public Integer call() throws Exception {
        Map<String, Path> launchers = new LinkedHashMap<>();
        launchers.put(
                "this one", Path.of(System.getProperty("tidemark.root", "")).resolve("bin/recharge"));
        others.forEach(other -> launchers.put(other.toString(), other.toAbsolutePath()));
        print(launchers, 1, isShort ? 3 : 7, System.out);
        return 0;
    }

    /**
     * Starts servers and prints the table.
     *
     * @param launchers the start scripts by their titles
     * @param before how many starts of each do not count; the first one after a build makes the archive of classes
     * @param starts how many count
     */
    static void print(Map<String, Path> launchers, int before, int starts, PrintStream out)
            throws IOException, InterruptedException {
        try (Servers servers = Servers.start();
                StoreConnection store = StoreConnection.open(servers.config().store())) {
            Partitions partitions = new Partitions("start", 4);
            partitions.create(servers.kafka());
            GeneratedTopic.fillLive(servers.kafka().bootstrapServers(), partitions, 500, APART);
            JobStart start =
                    new JobStart(servers.settings(), partitions.partition(0).topic(), store.store());
            Map<String, StartTimes> all = new LinkedHashMap<>();
            for (int i = 0; i < before + starts; i++) {
                for (Map.Entry<String, Path> launcher : launchers.entrySet()) {
                    boolean counts = i >= before;
                    JobStart.StartTime time = start.run(launcher.getValue(), !counts);
                    if (counts) {
                        all.computeIfAbsent(launcher.getKey(), title -> new StartTimes())
                                .add(time);
                    }
                }
            }
            Table table = Table.begin(
                    out,
                    "From the start of `bin/recharge job` to its first committed batch, 2,000 records, " + starts
                            + " starts each, in turns, load "
                            + Table.number(
                                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
                    List.of("launcher", "s, median", "lowest", "highest", "processor s, median", "lowest", "highest"));
            all.forEach((title, times) -> table.row(
                    title,
                    Table.number(times.seconds.median()),
                    Table.number(times.seconds.quantile(0)),
                    Table.number(times.seconds.quantile(1)),
                    Table.number(times.processor.median()),
                    Table.number(times.processor.quantile(0)),
                    Table.number(times.processor.quantile(1))));
        }
    }

    /** The times of all starts of a launcher. */
    private static final class StartTimes {
        private final Samples seconds = new Samples();
        private final Samples processor = new Samples();

        void add(JobStart.StartTime time) {
            seconds.add(time.seconds());
            processor.add(time.processorSeconds());
        }
    }
}
