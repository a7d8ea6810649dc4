package io.tidemark.faultinjection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoint directories of the jobs: those in use, and a copy of an earlier one. Not thread-safe. */
final class CheckpointDirectories {

    private final Path folder;
    private final Map<JobProcess, Path> ofJobs = new HashMap<>();
    private int used;
    private Path current;
    private Optional<Path> saved = Optional.empty();

    /** @param folder the folder in which the directories are */
    CheckpointDirectories(Path folder) {
        this.folder = folder;
        this.current = folder.resolve("checkpoint-00");
    }

    /** The current directory, which a job is started with. */
    Path give(JobProcess job) {
        ofJobs.put(job, current);
        return current;
    }

    /** From now on the directory of a job is the current one. */
    void useThatOf(JobProcess job) {
        current = ofJobs.getOrDefault(job, current);
    }

    /** From now on an empty directory is the current one. */
    void empty() {
        used++;
        current = folder.resolve("checkpoint-%02d".formatted(used));
    }

    /** Copies the current directory, unless an earlier one was copied or it is empty. No job may be running. */
    void save() {
        if (saved.isEmpty() && Files.exists(current.resolve("offsets").resolve("0"))) {
            Path copy = folder.resolve("checkpoint-saved");
            copy(current, copy);
            saved = Optional.of(copy);
        }
    }

    /**
     * From now on a copy of the saved directory is the current one.
     *
     * @throws FaultInjectionException if none was saved
     */
    void restore() {
        Path from = saved.orElseThrow(() -> new FaultInjectionException(
                "Cannot restore a checkpoint directory: no attempt has left one that could be saved"));
        empty();
        copy(from, current);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path entry : tree.toList()) {
                Files.copy(entry, to.resolve(from.relativize(entry).toString()));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new FaultInjectionException("Cannot copy " + from + ": " + e.getMessage(), e);
        }
    }
}
