package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another JVM that starts servers, and that a test may kill. */
final class OwnerJvm implements AutoCloseable {

    private final Process process;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    OwnerJvm(String... jvmOptions) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of(jvmOptions));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Owner.class.getName()));
        process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A server in the other JVM. */
    record Remote(String address, Path directory) {

        /** The processes that work for this server, its guarding shell included. */
        List<ProcessHandle> processes() throws IOException {
            List<ProcessHandle> found = new ArrayList<>();
            for (String line : Files.readAllLines(directory.resolve("server.processes"))) {
                ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' '))))
                        .ifPresent(found::add);
            }
            assertThat(found).as("processes of %s", this).hasSize(2);
            return found;
        }
    }

    Remote startTemporary(Kind kind) throws IOException {
        beginTemporary(kind);
        return started();
    }

    Remote start(Kind kind, Path directory) throws IOException {
        tell(kind.name() + " " + directory);
        return started();
    }

    /** Starts a server without waiting for it; {@link #started} does. */
    void beginTemporary(Kind kind) throws IOException {
        tell(kind.name());
    }

    Remote started() throws IOException {
        String answer = answer();
        int space = answer.indexOf(' ');
        return new Remote(answer.substring(0, space), Path.of(answer.substring(space + 1)));
    }

    void freezeServers() throws IOException {
        tell("freeze");
        assertThat(answer()).isEqualTo("frozen");
    }

    /** Ends the JVM without closing its servers. */
    void exit() throws Exception {
        tell("exit");
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Ends the JVM with SIGKILL. */
    void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void tell(String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
    }

    private String answer() throws IOException {
        return Optional.ofNullable(answers.readLine()).orElseThrow(() -> new IOException("the other JVM has ended"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
