package io.tidemark.embedded.process;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server's process under a small shell that ends it when this JVM is gone, however this JVM ended; see
 * {@code guard.sh}.
 */
public final class GuardedProcess {

    /** What a server gets for its orderly end before it is killed. */
    public static final Duration GRACE = Duration.ofSeconds(20);

    private static final byte[] GUARD = guard();
    // a session of its own: an interrupt from the terminal is for the owner, which then ends its servers in its order
    private static final Optional<Path> SETSID = onPath("setsid");

    /** Signals that each process of a server must get. */
    private static final Set<String> FOR_ALL = Set.of("STOP", "CONT");

    private final Process guard;
    private final OutputStream lifeline;
    private final long pid;
    // empty if it ended before it could be looked at
    private final Optional<ProcessHandle> server;

    private GuardedProcess(Process guard, OutputStream lifeline, long pid) {
        this.guard = guard;
        this.lifeline = lifeline;
        this.pid = pid;
        this.server = ProcessHandle.of(pid);
    }

    /**
     * Starts a command whose output is appended to the directory's log.
     *
     * @throws IOException if no process can be made
     */
    public static GuardedProcess start(List<String> command, DataDirectory directory) throws IOException {
        Path script = directory.root().resolve("guard.sh");
        Files.write(script, GUARD);
        String discard = directory.isTemporary() ? directory.root().toString() : "";
        List<String> line = new ArrayList<>();
        SETSID.ifPresent(setsid -> line.add(setsid.toString()));
        line.addAll(List.of("sh", script.toString(), directory.log().toString()));
        line.addAll(List.of(String.valueOf(GRACE.toSeconds()), discard));
        line.addAll(command);

        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.root().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // meant for the owner's JVM: agents, ports and heap sizes that a server must not share
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process guard = builder.start();
        try {
            // before the server exists: whoever finds this directory later knows whose end to wait for
            directory.recordProcesses(List.of(guard.toHandle()));
            OutputStream lifeline = guard.getOutputStream();
            lifeline.write('\n');
            lifeline.flush();
            GuardedProcess started = new GuardedProcess(guard, lifeline, serverOf(guard));
            directory.recordProcesses(Stream.concat(Stream.of(guard.toHandle()), started.server.stream())
                    .toList());
            return started;
        } catch (IOException | RuntimeException failure) {
            guard.getOutputStream().close();
            throw failure;
        }
    }

    private static long serverOf(Process guard) throws IOException {
        BufferedReader reader = guard.inputReader(StandardCharsets.US_ASCII);
        String line = reader.readLine();
        if (line == null) {
            throw new IOException("its guarding shell ended early");
        }
        return Long.parseLong(line.trim());
    }

    /** Whether the process exists. */
    public boolean isAlive() {
        return guard.isAlive();
    }

    /**
     * Waits for the server's end at most this long; true if it has ended. An interrupt does not cut it short: whoever
     * cleans up on an interrupted thread still has to see the end.
     */
    public boolean awaitEnd(Duration limit) {
        if (!Uninterruptibly.await(guard, limit)) {
            return false;
        }
        closeLifeline();
        return true;
    }

    /** The status with which the server ended, more than 128 for a signal; only after its end. */
    public int exitStatus() {
        return guard.exitValue();
    }

    /** Sends SIGTERM and waits for the end; after {@link #GRACE}, sends SIGKILL. */
    public void terminate() {
        terminate("TERM");
    }

    /** Sends the signal for an orderly end and waits for it; after {@link #GRACE}, sends SIGKILL. */
    void terminate(String stopSignal) {
        signal(stopSignal);
        // a frozen server takes the signal only when it may go on
        signal("CONT");
        if (!awaitEnd(GRACE)) {
            kill();
        }
    }

    /** Sends SIGKILL and waits for the end. */
    public void kill() {
        // a child that is frozen would not notice that its parent is gone
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        if (!awaitEnd(GRACE)) {
            throw new EmbeddedServerException("Cannot end process " + pid + ": it is still there " + GRACE.toSeconds()
                    + " s after SIGKILL; look for a hanging disk");
        }
    }

    /** The server and the processes that it has started, the server first. */
    private List<ProcessHandle> processes() {
        return server.stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    /**
     * Sends a signal by its name, some to the server's own processes, too; nothing happens if the process has ended.
     */
    void signal(String name) {
        if (!server.map(ProcessHandle::isAlive).orElse(false)) {
            return;
        }
        String pids = processes().stream()
                .filter(one -> one.pid() == pid || FOR_ALL.contains(name))
                .map(one -> String.valueOf(one.pid()))
                .collect(Collectors.joining(" "));
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pids)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Uninterruptibly.await(kill, GRACE);
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "Cannot send SIG" + name + " to process " + pid + ": " + failure, failure);
        }
    }

    private void closeLifeline() {
        try {
            lifeline.close();
        } catch (IOException alreadyBroken) {
            // nobody reads its other end any more, which is what closing is for
        }
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return List.of(path.split(":")).stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static byte[] guard() {
        try (InputStream stream = Resources.open("io/tidemark/embedded/guard.sh")) {
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
