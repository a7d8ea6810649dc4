package io.tidemark.embedded.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The segment of shared memory that a server marks its data directory with. After a kill, a new server refuses to start
 * until all processes of the old one have left it, and the system keeps an empty one for ever.
 */
final class SharedMemory {

    private static final Path SEGMENTS = Path.of("/proc/sysvipc/shm");
    private static final int LINE_IN_PID_FILE = 6;
    private static final int ID = 1;
    private static final int ATTACHED = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);

    private final Path pidFile;

    SharedMemory(Path data) {
        this.pidFile = data.resolve("postmaster.pid");
    }

    /** Waits until no process uses the segment of the last server. */
    void awaitUnused() throws IOException {
        Optional<String> id = id();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (id.isPresent()
                && attached(id.get()).orElse(0) > 0
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Removes the segment of the last server if it was killed. */
    void remove() throws IOException {
        Optional<String> id = id();
        if (id.isPresent() && attached(id.get()).isPresent()) {
            awaitUnused();
            new ProcessBuilder("ipcrm", "-m", id.get())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }

    /** The last server's; empty if it has ended in order. */
    private Optional<String> id() throws IOException {
        if (Files.notExists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() <= LINE_IN_PID_FILE) {
            return Optional.empty();
        }
        String[] keyAndId = lines.get(LINE_IN_PID_FILE).strip().split("\\s+", -1);
        return keyAndId.length == 2 ? Optional.of(keyAndId[1]) : Optional.empty();
    }

    /** How many processes use a segment; empty if it does not exist. */
    private static OptionalLong attached(String id) throws IOException {
        if (Files.notExists(SEGMENTS)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(SEGMENTS).stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(columns -> columns.length > ATTACHED && columns[ID].equals(id))
                .mapToLong(columns -> Long.parseLong(columns[ATTACHED]))
                .findFirst();
    }
}
