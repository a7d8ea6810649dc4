package io.tidemark.embedded.process;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * What is made once per machine and user: unpacked servers, prepared data. Safe for several threads and processes; what
 * is there is complete.
 */
public final class Cache {

    public static final String PROPERTY = "tidemark.cache";

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Map<Path, Object> MONITORS = new ConcurrentHashMap<>();

    private final Path root;

    Cache(Path root) {
        this.root = root;
    }

    /** Fills a new directory. */
    @FunctionalInterface
    public interface Maker {
        void make(Path directory) throws IOException;
    }

    /**
     * The user's: {@code $XDG_CACHE_HOME/tidemark} or {@code ~/.cache/tidemark}, unless the system property
     * {@value #PROPERTY} names another directory.
     */
    public static Cache ofUser() {
        return new Cache(Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .or(() -> Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        // as its specification asks: what is not absolute is ignored
                        .filter(Path::isAbsolute)
                        .map(base -> base.resolve("tidemark")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "tidemark"))
                .toAbsolutePath());
    }

    /** The cache's own directory, made on first use. */
    Path root() throws IOException {
        return Files.createDirectories(root);
    }

    /**
     * The directory of this name, made on first use.
     *
     * @throws EmbeddedServerException if it cannot be made; nothing of it is left then
     */
    public Path directory(String name, Maker maker) {
        Path wanted = root.resolve(name);
        if (Files.isDirectory(wanted)) {
            return wanted;
        }
        Object monitor = MONITORS.computeIfAbsent(wanted, key -> new Object());
        // file locks are the process's: threads of one process need their own
        synchronized (monitor) {
            try (FileChannel channel = FileChannel.open(
                    root().resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                awaitLock(channel);
                if (!Files.isDirectory(wanted)) {
                    make(maker, wanted);
                }
                return wanted;
            } catch (IOException failure) {
                throw new EmbeddedServerException(
                        "Cannot prepare " + wanted + ": " + failure + "; free the space or the rights, or name another"
                                + " cache directory with -D" + PROPERTY + "=DIRECTORY",
                        failure);
            }
        }
    }

    /** Takes the file's lock, which is held until the channel is closed. */
    private static void awaitLock(FileChannel channel) throws IOException {
        // not lock(): two processes whose threads wait for each other's locks look like a deadlock to the system,
        // which does not know of threads and would refuse
        while (channel.tryLock() == null) {
            LockSupport.parkNanos(POLL.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("the thread was interrupted");
            }
        }
    }

    private void make(Maker maker, Path wanted) throws IOException {
        String prefix = wanted.getFileName() + ".partial";
        // left by a process that was killed while it held the lock
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(root, prefix + "*")) {
            for (Path directory : stale) {
                FileTrees.remove(directory);
            }
        }
        Path partial = Files.createTempDirectory(root, prefix);
        try {
            maker.make(partial);
            Files.move(partial, wanted, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTrees.remove(partial);
        }
    }
}
