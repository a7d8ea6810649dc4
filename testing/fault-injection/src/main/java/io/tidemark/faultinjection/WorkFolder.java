package io.tidemark.faultinjection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary directory for the jobs' configurations and logs. */
final class WorkFolder implements AutoCloseable {

    private final Path path;
    private boolean kept;

    WorkFolder() {
        try {
            path = Files.createTempDirectory("fault-injection-");
        } catch (IOException e) {
            throw new FaultInjectionException("Cannot make a temporary directory: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Keeps it after the test, so that the logs can be read. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        } catch (IOException | UncheckedIOException e) {
            // the rest stays in the system's directory for temporary files; the test has ended
            return;
        }
    }
}
