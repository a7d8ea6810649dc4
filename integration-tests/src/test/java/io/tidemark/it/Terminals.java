package io.tidemark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The shells of a reader who runs the commands of a page in a folder. On close, all that was started ends, with its
 * children.
 */
final class Terminals implements AutoCloseable {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Path folder;
    private final Path repository;
    private final List<Process> open = new ArrayList<>();

    /**
     * @param folder where the commands run
     * @param repository the local repository of Maven
     */
    Terminals(Path folder, Path repository) {
        this.folder = folder;
        this.repository = repository;
    }

    /** Runs commands, and returns their output. */
    String run(String script) throws IOException, InterruptedException {
        Outcome outcome = tried(script);
        assertThat(outcome.exitCode()).as(script + "\n" + outcome.output()).isZero();
        return outcome.output();
    }

    /** Runs commands that may fail. */
    Outcome tried(String script) throws IOException, InterruptedException {
        Terminal terminal = open(script);
        assertThat(terminal.process().waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                .as(script)
                .isTrue();
        return new Outcome(terminal.process().exitValue(), terminal.output());
    }

    /** Starts commands that go on until they are ended. */
    Terminal open(String script) throws IOException {
        Path out = Files.createTempFile(folder, "terminal-", ".out");
        // without colours, which tests would have to expect
        String plain = script.replaceAll("(?m)^mvn ", "mvn -B -ntp ");
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", plain)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MAVEN_OPTS", "-Dmaven.repo.local=" + repository);
        environment.put(
                "PATH",
                Path.of(System.getProperty("tidemark.maven.home", ""), "bin") + ":"
                        + environment.getOrDefault("PATH", ""));
        environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SPARK_CONF_DIR"));
        Process process = builder.start();
        open.add(process);
        return new Terminal(process, out);
    }

    @Override
    public void close() {
        for (Process process : open) {
            end(process);
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> all = process.descendants().toList();
        all.forEach(ProcessHandle::destroy);
        process.destroy();
        assertThat(process.onExit()).succeedsWithin(LONG);
        all.forEach(one -> await().atMost(LONG).until(() -> !one.isAlive()));
    }

    /**
     * Commands that have ended.
     *
     * @param exitCode their exit code
     * @param output both outputs
     */
    record Outcome(int exitCode, String output) {}

    /**
     * Commands that run.
     *
     * @param process the shell
     * @param out the file of both outputs
     */
    record Terminal(Process process, Path out) {

        String output() throws IOException {
            return Files.readString(out);
        }

        void end() {
            Terminals.end(process);
        }
    }
}
