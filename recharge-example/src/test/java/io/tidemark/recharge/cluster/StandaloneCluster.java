package io.tidemark.recharge.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A standalone master with two workers of one core each, in separate processes on loopback. */
final class StandaloneCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");

    private final SparkInstallation spark;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final String master;

    private StandaloneCluster(Path folder) throws IOException {
        this.folder = folder;
        spark = SparkInstallation.make();
        try {
            start(
                    "master",
                    "org.apache.spark.deploy.master.Master",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    "0",
                    "--webui-port",
                    "0");
            await().atMost(PATIENCE).until(() -> found("master", ADDRESS).isPresent());
            master = found("master", ADDRESS).orElseThrow();
            for (int worker = 0; worker < 2; worker++) {
                workers.add(start(
                        "worker" + worker,
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        folder.resolve("work" + worker).toString(),
                        master));
            }
            for (int worker = 0; worker < 2; worker++) {
                String name = "worker" + worker;
                await().atMost(PATIENCE).until(() -> log(name).contains("Successfully registered with master"));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a cluster, and returns when both workers have joined.
     *
     * @param folder the folder of its files
     */
    static StandaloneCluster start(Path folder) throws IOException {
        return new StandaloneCluster(folder);
    }

    /** Submits an application to the cluster, with the driver in a separate process. */
    Process submit(String name, List<String> options, Path jar, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("--master", master, "--deploy-mode", "client"));
        line.addAll(options);
        line.add(jar.toString());
        line.addAll(arguments);
        return start(name, "org.apache.spark.deploy.SparkSubmit", line.toArray(String[]::new));
    }

    /** The executor of a worker. */
    ProcessHandle executorOf(int worker) {
        return workers.get(worker)
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .findFirst()
                .orElseThrow();
    }

    /** Kills a worker and its executor with SIGKILL, like the loss of their machine. */
    void kill(int worker) {
        ProcessHandle executor = executorOf(worker);
        workers.get(worker).destroyForcibly();
        executor.destroyForcibly();
    }

    /** The output of a process. */
    String log(String name) {
        try {
            Path log = folder.resolve(name + ".log");
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> found(String name, Pattern pattern) {
        Matcher matcher = pattern.matcher(log(name));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private Process start(String name, String mainClass, String... arguments) throws IOException {
        Process process = spark.start(folder.resolve(name + ".log"), mainClass, List.of(arguments));
        processes.add(process);
        return process;
    }

    /** Ends all processes that still run. */
    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>();
        for (Process process : processes) {
            process.descendants().forEach(all::add);
            all.add(process.toHandle());
        }
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }
}
