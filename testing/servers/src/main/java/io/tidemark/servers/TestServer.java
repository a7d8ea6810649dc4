package io.tidemark.servers;

/**
 * A real server for tests, listening on 127.0.0.1 only. It does not outlive the JVM that started it, unless that JVM is
 * killed and the server is a container: then {@code bin/clean-containers} removes it.
 *
 * <p>What the server has acknowledged is there again after {@link #stop()}, {@link #kill()} and {@link #restart()}.
 *
 * <p>Safe for use by several threads.
 */
public interface TestServer extends AutoCloseable {

    /** Host and port, as in {@code 127.0.0.1:21000}. */
    String address();

    /** The port; the same for as long as this object lives, also while the server is down. */
    int port();

    /** Whether the server's process exists; a frozen one does. */
    boolean isRunning();

    /**
     * Starts the server again, on the same port and data, and returns when it answers requests: after {@link #stop()},
     * {@link #kill()} or its own end. One that is running is stopped first.
     */
    void restart();

    /** Ends the server as its operator would, and waits for its end. Does nothing if it is not running. */
    void stop();

    /** Ends the server with SIGKILL and waits for its end. Does nothing if it is not running. */
    void kill();

    /** Suspends the server: its connections stay open, nothing is answered until {@link #thaw()}. */
    void freeze();

    /** Lets a frozen server go on. Does nothing to one that is not frozen. */
    void thaw();

    /** All that the server wrote to its log since it was made. */
    String logText();

    /** Ends the server for good and removes its data. Does nothing the second time. */
    @Override
    void close();
}
