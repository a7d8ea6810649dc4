package io.tidemark.embedded;

import io.tidemark.servers.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A {@link TestServer} in a process of its own next to this JVM. It never outlives the JVM that started it, however
 * that JVM ends.
 *
 * <p>With a given data directory, what it has acknowledged also outlives this JVM, and, except for Kafka, a sudden end
 * of the machine: Kafka leaves writing to the disk to the system, as it does everywhere.
 *
 * <p>Operations on one server run one after the other. All of them throw {@link EmbeddedServerException} if the machine
 * does not let them do their work, and {@link IllegalStateException} if the server is in no state for them.
 */
public interface EmbeddedServer extends TestServer {

    /** Where the server keeps its configuration, data and log. */
    Path dataDirectory();

    /** The file that holds the server's own output; restarts append to it. */
    Path log();

    @Override
    default String logText() {
        try {
            return Files.readString(log());
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the log of " + this, failure);
        }
    }

    /**
     * Ends the server for good, gives its port and data directory free, and removes the directory if it was a temporary
     * one. Does nothing the second time.
     */
    @Override
    void close();
}
