package io.tidemark.embedded.process;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory of one server, owned by one {@link EmbeddedServer} at a time. It holds the server's data, configuration
 * and log, and beside them who owns it ({@code owner.lock}), of what kind it is ({@code server.kind}) and which
 * processes work on it ({@code server.processes}).
 */
public final class DataDirectory implements AutoCloseable {

    /** Longer than a server whose owner was killed gets for its orderly end. */
    private static final Duration PREDECESSOR_LIMIT = GuardedProcess.GRACE.plusSeconds(10);

    private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final boolean temporary;
    private final FileChannel ownership;

    private DataDirectory(Path root, boolean temporary, FileChannel ownership) {
        this.root = root;
        this.temporary = temporary;
        this.ownership = ownership;
    }

    /**
     * Takes the directory for the server, and waits for the processes of a previous owner that was killed.
     *
     * @param wanted the directory; empty for a temporary one
     * @param server the server's name, for messages and as the directory's kind
     */
    public static DataDirectory open(Optional<Path> wanted, String server) {
        String shown = wanted.map(Path::toString).orElse("a temporary directory");
        try {
            Path root = wanted.isPresent()
                    ? Files.createDirectories(wanted.get()).toRealPath()
                    : Files.createTempDirectory("tidemark-" + server.toLowerCase(Locale.ROOT) + "-")
                            .toRealPath();
            if (!OWNED_HERE.add(root)) {
                throw inUse(server, root, "by this process");
            }
            try {
                return open(root, wanted.isEmpty(), server);
            } catch (IOException | RuntimeException failure) {
                OWNED_HERE.remove(root);
                throw failure;
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "Cannot keep the data of " + server + " in " + shown + ": " + failure, failure);
        }
    }

    private static DataDirectory open(Path root, boolean temporary, String server) throws IOException {
        requireKind(root, server);
        FileChannel channel = FileChannel.open(
                root.resolve("owner.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (!locks(channel)) {
                throw inUse(server, root, "by another process");
            }
            DataDirectory directory = new DataDirectory(root, temporary, channel);
            Files.writeString(root.resolve("server.kind"), server);
            directory.awaitPredecessors(server);
            return directory;
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ownedThroughAnotherClassLoader) {
            return false;
        }
    }

    private static EmbeddedServerException inUse(String server, Path root, String whom) {
        return new EmbeddedServerException("Cannot start " + server + " on data directory " + root + ": it is in use "
                + whom + "; close the server there or choose another directory");
    }

    private static void requireKind(Path root, String server) throws IOException {
        Path kind = root.resolve("server.kind");
        if (Files.exists(kind)) {
            String found = Files.readString(kind);
            // empty: its first owner was killed between making and filling the file
            if (!found.isEmpty() && !found.equals(server)) {
                throw new EmbeddedServerException("Cannot start " + server + " on data directory " + root
                        + ": it holds the data of " + found + "; choose another directory");
            }
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            Optional<Path> foreign =
                    entries.filter(entry -> !entry.endsWith("owner.lock")).findFirst();
            if (foreign.isPresent()) {
                throw new EmbeddedServerException("Cannot start " + server + " on data directory " + root
                        + ": it is not empty and was not made by an embedded server (it holds "
                        + foreign.get().getFileName() + "); choose another directory");
            }
        }
    }

    /** The directory itself. */
    public Path root() {
        return root;
    }

    boolean isTemporary() {
        return temporary;
    }

    /** Where the server's data goes; made by whoever writes it first. */
    public Path data() {
        return root.resolve("data");
    }

    /** The file that holds the output of the processes that ran here. */
    public Path log() {
        return root.resolve("server.log");
    }

    /** Writes a file of the server's configuration. */
    public Path write(String name, List<String> lines) throws IOException {
        return Files.write(root.resolve(name), lines);
    }

    /** Leaves word of the processes that work on this directory. */
    void recordProcesses(List<ProcessHandle> processes) throws IOException {
        String lines = processes.stream()
                .map(process -> process.pid() + " " + startOf(process) + "\n")
                .collect(Collectors.joining());
        Path partial = Files.writeString(root.resolve("server.processes.partial"), lines);
        Files.move(partial, root.resolve("server.processes"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void awaitPredecessors(String server) throws IOException {
        Path record = root.resolve("server.processes");
        if (Files.notExists(record)) {
            return;
        }
        long deadline = System.nanoTime() + PREDECESSOR_LIMIT.toNanos();
        for (String line : Files.readAllLines(record)) {
            int space = line.indexOf(' ');
            long pid = Long.parseLong(line.substring(0, space));
            long start = Long.parseLong(line.substring(space + 1));
            Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(found -> isSame(found, start));
            if (process.isPresent()) {
                await(process.get(), deadline, server);
            }
        }
    }

    private void await(ProcessHandle process, long deadline, String server) {
        while (!Zombies.isGone(process)) {
            if (System.nanoTime() > deadline) {
                throw new EmbeddedServerException("Cannot start " + server + " on data directory " + root + ": process "
                        + process.pid() + " of its previous owner is still there after "
                        + PREDECESSOR_LIMIT.toSeconds() + " s; end it and start again");
            }
            try {
                process.onExit().get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException stillThere) {
                // the loop looks again
            } catch (ExecutionException failure) {
                throw new IllegalStateException(failure);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new EmbeddedServerException(
                        "Cannot start " + server + " on data directory " + root + ": the thread was interrupted",
                        interruption);
            }
        }
    }

    /** A process id may be in use again by another process, which then started at another time. */
    private static boolean isSame(ProcessHandle process, long startMillis) {
        // the system's boot time, from which this is computed, may be corrected a little
        return Math.abs(startOf(process) - startMillis) < 2_000;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    @Override
    public void close() {
        try {
            ownership.close();
            if (temporary) {
                FileTrees.remove(root);
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException("Cannot clean up " + root + ": " + failure, failure);
        } finally {
            OWNED_HERE.remove(root);
        }
    }
}
