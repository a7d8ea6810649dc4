package io.tidemark.bench.costs;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the job in a process of its own, as an operator does, and ends it after its first batch with records. */
final class JobStart {

    private static final long POLL_MILLIS = 20;

    /** How soon after its first batch a job begins to make its archive of classes. */
    private static final Duration CHILD_BEGINS = Duration.ofSeconds(5);

    private final Map<String, String> settings;
    private final String topic;
    private final OffsetStore store;
    private int groups;

    /**
     * @param settings the keys of the configuration with the addresses of the servers
     * @param store the store of these settings
     */
    JobStart(Map<String, String> settings, String topic, OffsetStore store) {
        this.settings = settings;
        this.topic = topic;
        this.store = store;
    }

    /**
     * The time of a start.
     *
     * @param seconds from the start of the process until the store has offsets of the first batch
     * @param processorSeconds of the process until then, without those of the launcher's own children
     */
    record StartTime(double seconds, double processorSeconds) {}

    /**
     * Starts the job for a new group.
     *
     * @param untilChildrenEnd whether the job ends only when the processes that it starts have ended
     */
    StartTime run(Path launcher, boolean untilChildrenEnd) throws IOException, InterruptedException {
        GroupId group = new GroupId("start-" + groups++);
        Path output = Files.createTempFile("start-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command(launcher, group))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            while (!hasCommitted(group)) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("Cannot measure the start: " + launcher + " ended without a batch: "
                            + Files.readString(output));
                }
                Thread.sleep(POLL_MILLIS);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double processor =
                    process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            if (untilChildrenEnd) {
                awaitChildren(process);
            }
            return new StartTime(seconds, processor);
        } finally {
            process.destroy();
            process.waitFor();
            Files.delete(output);
        }
    }

    /** The start of the group stores offsets as well: those where it starts, at the start of the log. */
    private boolean hasCommitted(GroupId group) {
        return store.load(group).values().stream().anyMatch(stored -> stored.offset() > 0);
    }

    private static void awaitChildren(Process process) throws InterruptedException {
        long began = System.nanoTime();
        while (process.descendants().findAny().isEmpty() && System.nanoTime() - began < CHILD_BEGINS.toNanos()) {
            Thread.sleep(100);
        }
        process.descendants().forEach(child -> child.onExit().join());
    }

    private List<String> command(Path launcher, GroupId group) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "job"));
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        command.addAll(List.of("--set", "kafka.topic=" + topic, "--set", "group=" + group));
        return command;
    }
}
