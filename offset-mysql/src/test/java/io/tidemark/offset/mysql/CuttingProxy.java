package io.tidemark.offset.mysql;

import io.tidemark.offset.tck.Cut;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a server and, once armed, cuts the connection that writes next, where it is told to. It understands as much
 * of the protocol as that takes: packets of four bytes' header, and queries as packets that begin with 3.
 */
final class CuttingProxy implements AutoCloseable {

    private static final byte QUERY = 3;

    private final ServerSocket listening;
    private final int target;
    private final AtomicReference<@Nullable Cut> armed = new AtomicReference<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CuttingProxy(int target) {
        this.target = target;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot open a proxy", e);
        }
        start("proxy", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Cuts the next write. */
    void arm(Cut cut) {
        armed.set(cut);
    }

    @Override
    public void close() {
        closeQuietly(listening);
        open.forEach(CuttingProxy::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                Pair pair = new Pair(client, server);
                start("proxy-up", pair::up);
                start("proxy-down", pair::down);
            }
        } catch (IOException closed) {
            close();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception closedAlready) {
            // nothing is left to close
        }
    }

    /** One connection's two ends. */
    private final class Pair {

        private final Socket client;
        private final Socket server;
        private volatile boolean answerLost;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void up() {
            try (DataInputStream in = new DataInputStream(client.getInputStream())) {
                OutputStream out = server.getOutputStream();
                while (true) {
                    byte[] packet = packet(in);
                    if (cutsAt(packet)) {
                        break;
                    }
                    out.write(packet);
                    out.flush();
                }
            } catch (IOException ended) {
                // an end has closed
            }
            closeQuietly(client);
            closeQuietly(server);
        }

        void down() {
            try (InputStream in = server.getInputStream()) {
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[65_536];
                for (int read = in.read(buffer); read >= 0 && !answerLost; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException ended) {
                // an end has closed
            }
            closeQuietly(client);
            closeQuietly(server);
        }

        /** Whether the connection ends before this packet is passed on. */
        private boolean cutsAt(byte[] packet) {
            Cut cut = armed.get();
            if (cut == null || packet.length < 8 || packet[4] != QUERY) {
                return false;
            }
            // MySQL, unlike MariaDB, has the number of the query's attributes before its text
            int text = packet[5] == 0 ? 7 : 5;
            String sql = new String(packet, text, Math.min(packet.length - text, 16), StandardCharsets.ISO_8859_1)
                    .toUpperCase(Locale.ROOT);
            boolean writes = sql.startsWith("INSERT") || sql.startsWith("DELETE");
            boolean commits = sql.startsWith("COMMIT");
            if (!(cut == Cut.BEFORE_REQUEST ? writes : commits) || !armed.compareAndSet(cut, null)) {
                return false;
            }
            answerLost = cut == Cut.ANSWER_LOST;
            return cut != Cut.ANSWER_LOST;
        }

        private byte[] packet(DataInputStream in) throws IOException {
            byte[] header = in.readNBytes(4);
            if (header.length < 4) {
                throw new EOFException();
            }
            int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
            byte[] packet = new byte[4 + length];
            System.arraycopy(header, 0, packet, 0, 4);
            in.readFully(packet, 4, length);
            return packet;
        }
    }
}
