package io.tidemark.embedded.process;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A port of 127.0.0.1, reserved among all embedded servers of this user also while its server is down.
 *
 * <p>Chosen ports lie below the range from which systems take ports for outgoing connections. A server that is down
 * could otherwise find its port taken by such a connection, and a client that keeps trying to reach it could even
 * connect to itself.
 */
public final class Port implements AutoCloseable {

    private static final int FIRST = 15_000;
    private static final int COUNT = 17_000;

    private static @Nullable FileChannel reservations;

    private final int number;
    private final FileLock reservation;

    private Port(int number, FileLock reservation) {
        this.number = number;
        this.reservation = reservation;
    }

    /** Some port that is free. */
    public static Port free() {
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int candidate = FIRST + (start + i) % COUNT;
            Optional<Port> port = reserve(candidate);
            if (port.isPresent()) {
                if (isFree(candidate)) {
                    return port.get();
                }
                port.get().close();
            }
        }
        throw new EmbeddedServerException("Cannot find a free port: all of " + FIRST + " to " + (FIRST + COUNT - 1)
                + " are taken; give one with ServerOptions.port");
    }

    /** The given port, free or not; see {@link #requireFree}. */
    static Port given(int number, String server) {
        return reserve(number)
                .orElseThrow(() -> new EmbeddedServerException("Cannot start " + server + " on port " + number
                        + ": another embedded server has it; close that one or choose another port"));
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** With the host, as in {@code 127.0.0.1:21000}. */
    public String address() {
        return Loopback.HOST + ":" + number;
    }

    void requireFree(String server) {
        if (!isFree(number)) {
            throw new EmbeddedServerException("Cannot start " + server + " on " + address()
                    + ": the port is in use by another process; end that one or choose another port");
        }
    }

    /** Ends the reservation. */
    @Override
    public void close() {
        try {
            reservation.release();
        } catch (IOException failure) {
            throw new EmbeddedServerException("Cannot give port " + number + " free: " + failure, failure);
        }
    }

    private static synchronized Optional<Port> reserve(int number) {
        try {
            FileChannel channel = reservations;
            if (channel == null) {
                // never closed: closing would drop every reservation of this process
                channel = FileChannel.open(
                        Cache.ofUser().root().resolve("ports.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                reservations = channel;
            }
            // the file stays empty: a reservation is a lock on the byte at the port's number
            return Optional.ofNullable(channel.tryLock(number, 1, false)).map(lock -> new Port(number, lock));
        } catch (OverlappingFileLockException reservedHere) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new EmbeddedServerException("Cannot reserve port " + number + ": " + failure, failure);
        }
    }

    private static boolean isFree(int number) {
        // not a server's socket: while this JVM starts another process, that one briefly holds a copy of every open
        // socket, and a listening copy would keep the port taken
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(Loopback.at(number));
            return true;
        } catch (BindException taken) {
            return false;
        } catch (IOException failure) {
            throw new EmbeddedServerException("Cannot look whether port " + number + " is free: " + failure, failure);
        }
    }
}
