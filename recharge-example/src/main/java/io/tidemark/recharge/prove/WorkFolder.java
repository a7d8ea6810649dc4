package io.tidemark.recharge.prove;

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
            path = Files.createTempDirectory("recharge-proof-");
        } catch (IOException e) {
            throw new ProofException("Cannot make a temporary directory: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Has it outlive the proof: somebody may want to read the logs. */
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
            // what is left is in the system's directory for temporary files, and the proof is over
            return;
        }
    }
}
