package io.tidemark.metrics.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Stands before a Redis and cuts the connection of the next script call, before or after the server has got it. */
final class CuttingProxy implements AutoCloseable {

    /** When to cut. */
    enum Mode {
        NEVER,
        REQUEST_LOST,
        ANSWER_LOST
    }

    private final ServerSocket listener;
    private final int target;
    private final AtomicReference<Mode> mode = new AtomicReference<>(Mode.NEVER);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CuttingProxy(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void cutNext(Mode next) {
        mode.set(next);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Link link =
                        new Link(keep(listener.accept()), keep(new Socket(InetAddress.getLoopbackAddress(), target)));
                start(link::pumpRequests);
                start(link::pumpAnswers);
            } catch (IOException e) {
                // closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(CuttingProxy::closeQuietly);
    }

    private Socket keep(Socket socket) {
        open.add(socket);
        return socket;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed, or will never be
        }
    }

    /** One client's connection. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean cutAnswer;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void pumpRequests() {
            try {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (isScriptCall(buffer, read)) {
                        if (mode.compareAndSet(Mode.REQUEST_LOST, Mode.NEVER)) {
                            break;
                        }
                        cutAnswer = mode.compareAndSet(Mode.ANSWER_LOST, Mode.NEVER);
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // the other side is gone
            }
            close();
        }

        void pumpAnswers() {
            try {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (cutAnswer) {
                        if (!text(buffer, read).startsWith("-NOSCRIPT")) {
                            break;
                        }
                        mode.set(Mode.ANSWER_LOST);
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException e) {
                // the other side is gone
            }
            close();
        }

        private void close() {
            closeQuietly(client);
            closeQuietly(server);
        }

        private boolean isScriptCall(byte[] buffer, int read) {
            String head = text(buffer, Math.min(read, 60));
            return head.contains("\r\nEVALSHA\r\n") || head.contains("\r\nEVAL\r\n");
        }

        private String text(byte[] buffer, int length) {
            return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        }
    }
}
