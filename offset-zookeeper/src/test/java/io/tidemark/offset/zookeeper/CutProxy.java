package io.tidemark.offset.zookeeper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.ZooDefs.OpCode;

/**
 * Stands between a client and a server and cuts their connection around a chosen request. It knows as much of the protocol
 * as that takes: every message is a length and that many bytes, a request begins with its number and kind, an answer with
 * its request's number.
 */
final class CutProxy implements AutoCloseable {

    /** What happens to the next write that makes offsets hold. */
    enum Loss {
        REQUEST,
        ANSWER
    }

    private static final int NO_REQUEST = Integer.MIN_VALUE;

    private final String targetHost;
    private final int targetPort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Loss>> next = new AtomicReference<>(Optional.empty());
    private final AtomicInteger unanswered = new AtomicInteger(NO_REQUEST);
    private volatile boolean refusing;

    CutProxy(String target) throws IOException {
        int colon = target.indexOf(':');
        this.targetHost = target.substring(0, colon);
        this.targetPort = Integer.parseInt(target.substring(colon + 1));
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Loses the next write, and with it the connection. */
    void loseNextWrite(Loss loss) {
        next.set(Optional.of(loss));
    }

    /** Cuts all connections and takes no other until {@link #allow()}. */
    void refuse() {
        refusing = true;
        cut();
    }

    void allow() {
        refusing = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(targetHost, targetPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                start(() -> pump(client, server, true));
                start(() -> pump(server, client, false));
            } catch (IOException closed) {
                // the listener was closed, or the server is down: the client tries again
            }
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        try {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            boolean connecting = true;
            while (true) {
                byte[] message = new byte[in.readInt()];
                in.readFully(message);
                if (!connecting && (requests ? losesRequest(message) : losesAnswer(message))) {
                    break;
                }
                connecting = false;
                byte[] framed = ByteBuffer.allocate(4 + message.length)
                        .putInt(message.length)
                        .put(message)
                        .array();
                out.write(framed);
                out.flush();
            }
        } catch (EOFException ended) {
            // the other side is told below
        } catch (IOException broken) {
            // the other side is told below
        }
        close(from);
        close(to);
    }

    private boolean losesRequest(byte[] message) {
        ByteBuffer request = ByteBuffer.wrap(message);
        int number = request.getInt();
        boolean moves = request.getInt() == OpCode.multi && request.getInt() == OpCode.setData;
        if (!moves) {
            return false;
        }
        Optional<Loss> loss = next.getAndSet(Optional.empty());
        if (loss.equals(Optional.of(Loss.ANSWER))) {
            unanswered.set(number);
        }
        return loss.equals(Optional.of(Loss.REQUEST));
    }

    private boolean losesAnswer(byte[] message) {
        return unanswered.compareAndSet(ByteBuffer.wrap(message).getInt(), NO_REQUEST);
    }

    private void cut() {
        sockets.forEach(this::close);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException already) {
            // closing is all that was wanted
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cut-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cut();
    }
}
