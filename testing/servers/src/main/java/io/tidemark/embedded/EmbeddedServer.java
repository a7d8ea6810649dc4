package io.tidemark.embedded;

import java.nio.file.Path;

/**
 * A real server in a process of its own, listening on 127.0.0.1 only. It never outlives the JVM that started it,
 * however that JVM ends.
 *
 * <p>What the server has acknowledged is there again after {@link #stop()}, {@link #kill()} and {@link #restart()}.
 * With a given data directory it also outlives this JVM, and, but for Kafka, a sudden end of the machine: Kafka leaves
 * writing to the disk to the system, as it does everywhere.
 *
 * <p>Safe for use by several threads; operations on one server run one after the other. All of them throw
 * {@link EmbeddedServerException} where the machine does not let them do their work, and {@link IllegalStateException}
 * where the server is in no state for them.
 */
public interface EmbeddedServer extends AutoCloseable {

    /** Host and port, as in {@code 127.0.0.1:21000}. */
    String address();

    /** The port; the same for as long as this object lives, also while the server is down. */
    int port();

    /** Whether the server's process exists; a frozen one does. */
    boolean isRunning();

    /**
     * Starts the server again, on the same port and data, and returns when it answers requests: after {@link #stop()},
     * {@link #kill()} or its own end. One that is running is stopped first.
     *
     * @throws EmbeddedServerException if it cannot start; the message holds the end of its log
     */
    void restart();

    /** Ends the server as its operator would, and waits for its end. Does nothing if it is not running. */
    void stop();

    /** Ends the server with SIGKILL and waits for its end. Does nothing if it is not running. */
    void kill();

    /** Suspends the server with SIGSTOP: its connections stay open, nothing is answered until {@link #thaw()}. */
    void freeze();

    /** Lets a frozen server go on. Does nothing to one that is not frozen. */
    void thaw();

    /** Where the server keeps its configuration, data and log. */
    Path dataDirectory();

    /** The file that holds the server's own output; restarts append to it. */
    Path log();

    /**
     * Ends the server for good, gives its port and data directory free, and removes the directory where it was a
     * temporary one. Does nothing the second time.
     */
    @Override
    void close();
}
