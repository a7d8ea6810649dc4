package io.tidemark.cli.exporter;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server that is opened when it is needed, and again after a failure. Each new reason of a failure is written once.
 *
 * @param <T> the open client
 */
final class SourceState<T extends AutoCloseable> implements AutoCloseable {

    private final String name;
    private final Opening<T> opening;
    private final PrintWriter log;
    private final Clock clock;
    private @Nullable T client;
    private String failure = "";

    /** Opens the client of a server. */
    @FunctionalInterface
    interface Opening<T> {
        T open();
    }

    /** Reads from a server. */
    @FunctionalInterface
    interface Reading<T, R> {
        R read(T client);
    }

    /**
     * @param name the server, for messages
     * @param opening opens its client
     * @param log where failures are written
     */
    SourceState(String name, Opening<T> opening, PrintWriter log, Clock clock) {
        this.name = name;
        this.opening = opening;
        this.log = log;
        this.clock = clock;
    }

    /** Reads; empty if the server cannot be reached or refuses. The client is opened again next time. */
    <R> Optional<R> read(Reading<T, R> reading) {
        try {
            T open = client;
            if (open == null) {
                open = opening.open();
                client = open;
            }
            R result = reading.read(open);
            if (!failure.isEmpty()) {
                write(name + " answers again");
                failure = "";
            }
            return Optional.of(result);
        } catch (RuntimeException | LinkageError e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(failure)) {
                write(reason);
                failure = reason;
            }
            close();
            return Optional.empty();
        }
    }

    private void write(String text) {
        log.println(clock.instant() + " " + text);
        log.flush();
    }

    @Override
    public void close() {
        T open = client;
        client = null;
        if (open != null) {
            try {
                open.close();
            } catch (Exception e) {
                write("Closing the client of " + name + " failed: " + e.getMessage());
            }
        }
    }
}
