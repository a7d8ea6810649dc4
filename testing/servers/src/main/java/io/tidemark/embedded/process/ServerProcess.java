package io.tidemark.embedded.process;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all servers have in common: their directory, port and process. Each kind adds how it is prepared and asked. */
public abstract class ServerProcess implements EmbeddedServer {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration FIRST_PATIENCE = Duration.ofMillis(250);

    private final String name;
    private final ServerOptions options;
    private final DataDirectory directory;
    private final Port port;
    private final List<Port> morePorts = new ArrayList<>();

    private volatile @Nullable GuardedProcess process;
    private boolean closed;

    /**
     * Takes the directory and the port; starts nothing.
     *
     * @param ownSettings what of the server's configuration is not the caller's to set
     */
    protected ServerProcess(String name, ServerOptions options, Set<String> ownSettings) {
        this.name = name;
        this.options = options;
        refuse(ownSettings);
        this.directory = DataDirectory.open(options.dataDirectory(), name);
        try {
            this.port = options.port().isPresent() ? Port.given(options.port().getAsInt(), name) : Port.free();
        } catch (RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    private void refuse(Set<String> ownSettings) {
        Set<String> refused = new TreeSet<>(options.settings().keySet());
        refused.retainAll(ownSettings);
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException("Cannot start " + name + " with the settings " + refused
                    + ": the embedded server sets them itself; leave them out (the port has an option of its own)");
        }
    }

    /** The server, started for the first time; nothing is left of it if that fails. */
    public static <S extends ServerProcess> S started(S server) {
        try {
            server.restart();
            return server;
        } catch (RuntimeException failure) {
            try {
                server.close();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
            throw failure;
        }
    }

    /** Writes what the server needs before it can run, and returns its command line. Called for every start. */
    protected abstract List<String> prepare(DataDirectory home, int listenPort) throws IOException;

    /**
     * Asks the running server something that only a working one answers.
     *
     * @param limit what the question may take
     * @return false if there is no such answer yet
     */
    protected abstract boolean answers(Duration limit);

    /** The signal for an orderly end that does not wait for clients. */
    protected String stopSignal() {
        return "TERM";
    }

    /** Frees what the server has left behind on the machine, outside its directory; called after its last end. */
    protected void clearUp() {}

    /** One more port, this server's for as long as it lives. */
    protected final Port anotherPort() {
        Port another = Port.free();
        morePorts.add(another);
        return another;
    }

    /** The caller's settings. */
    protected final Map<String, String> settings() {
        return options.settings();
    }

    /** Whether a crash of the machine may cost data. */
    protected final boolean isTemporary() {
        return directory.isTemporary();
    }

    @Override
    public final synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("Cannot start " + this + ": it was closed; make another one");
        }
        stop();
        port.requireFree(name);
        long logStart = LogTail.sizeOf(log());
        try {
            List<String> command = prepare(directory, port.number());
            GuardedProcess started = GuardedProcess.start(command, directory);
            process = started;
            try {
                awaitAnswer(started, logStart);
            } catch (RuntimeException noAnswer) {
                started.kill();
                throw noAnswer;
            }
        } catch (IOException failure) {
            throw failure(failure.toString(), logStart, failure);
        }
    }

    private void awaitAnswer(GuardedProcess started, long logStart) {
        Duration limit = options.startTimeout();
        long began = System.nanoTime();
        while (true) {
            if (started.awaitEnd(POLL)) {
                throw failure("it ended with status " + started.exitStatus(), logStart, null);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw failure("the thread was interrupted", logStart, null);
            }
            Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
            if (elapsed.compareTo(limit) >= 0) {
                throw failure("it did not answer within " + limit.toMillis() + " ms", logStart, null);
            }
            if (answers(patience(elapsed))) {
                LOG.debug("{} answered after {} ms", this, elapsed.toMillis());
                return;
            }
        }
    }

    /**
     * A server may lose a question that comes too early, and may be slow on a busy machine: ask soon, then wait longer.
     */
    private static Duration patience(Duration elapsed) {
        return elapsed.compareTo(FIRST_PATIENCE) < 0 ? FIRST_PATIENCE : elapsed;
    }

    private EmbeddedServerException failure(String reason, long logStart, @Nullable Throwable cause) {
        return new EmbeddedServerException(
                "Cannot start " + this + ": " + reason + LogTail.describe(log(), logStart), cause);
    }

    @Override
    public final synchronized void stop() {
        GuardedProcess running = process;
        if (running != null && isRunning()) {
            running.terminate(stopSignal());
        }
    }

    @Override
    public final synchronized void kill() {
        GuardedProcess running = process;
        if (running != null && isRunning()) {
            running.kill();
        }
    }

    @Override
    public final synchronized void freeze() {
        requireRunning("freeze").signal("STOP");
    }

    @Override
    public final synchronized void thaw() {
        requireRunning("thaw").signal("CONT");
    }

    private GuardedProcess requireRunning(String what) {
        GuardedProcess running = process;
        if (running == null || !isRunning()) {
            throw new IllegalStateException("Cannot " + what + " " + this + ": it is not running; restart it first");
        }
        return running;
    }

    @Override
    public final boolean isRunning() {
        GuardedProcess current = process;
        return current != null && current.isAlive();
    }

    @Override
    public final String address() {
        return port.address();
    }

    @Override
    public final int port() {
        return port.number();
    }

    @Override
    public final Path dataDirectory() {
        return directory.root();
    }

    @Override
    public final Path log() {
        return directory.log();
    }

    @Override
    public final synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (directory.isTemporary()) {
                // nobody will read what an orderly end would write
                kill();
            } else {
                stop();
            }
            clearUp();
        } finally {
            morePorts.forEach(Port::close);
            port.close();
            directory.close();
        }
    }

    @Override
    public final String toString() {
        return name + " on " + address();
    }
}
