package io.tidemark.offset.kafka;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * Stands between clients and a broker and cuts their connections around a chosen request. Brokers tell their clients where
 * to connect; in those answers the proxy names itself.
 */
final class CutProxy implements AutoCloseable {

    /** What is lost of the chosen request. */
    enum Loss {
        REQUEST,
        ANSWER,
        /** Only what the answer says: it becomes an error that the broker has no name for. */
        MEANING
    }

    private final int targetPort;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Optional<Chosen> chosen = Optional.empty();
    private volatile Optional<Held> held = Optional.empty();
    private volatile boolean refusing;

    CutProxy(String target) {
        this.targetPort = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /**
     * Loses the next request of a kind, or its answer, and with it all connections, until {@link #allow()}; or only what the
     * answer to the end of a transaction says.
     */
    void loseNext(ApiKeys kind, Loss loss) {
        chosen = Optional.of(new Chosen(kind, loss));
    }

    /**
     * Holds the next request of a kind, or its answer, as a process does that is suspended.
     *
     * @param release lets it go on; where an answer was held, its connection breaks then
     * @return is completed when it is held
     */
    CompletableFuture<Void> holdNext(ApiKeys kind, Loss what, CompletableFuture<Void> release) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        held = Optional.of(new Held(new Chosen(kind, what), reached, release));
        return reached;
    }

    void allow() {
        refusing = false;
    }

    private void refuse() {
        chosen = Optional.empty();
        refusing = true;
        sockets.forEach(this::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                Map<Integer, RequestHeader> unanswered = new ConcurrentHashMap<>();
                start(() -> pump(client, server, message -> passRequest(message, unanswered)));
                start(() -> pump(server, client, message -> passAnswer(message, unanswered)));
            } catch (IOException closed) {
                // the listener was closed, or the broker is down: the client tries again
            }
        }
    }

    private void pump(Socket from, Socket to, Passage passage) {
        try {
            DataInputStream in = new DataInputStream(from.getInputStream());
            DataOutputStream out = new DataOutputStream(to.getOutputStream());
            while (true) {
                byte[] message = new byte[in.readInt()];
                in.readFully(message);
                Optional<byte[]> passed = passage.pass(message);
                if (passed.isEmpty()) {
                    refuse();
                    return;
                }
                out.write(ByteBuffer.allocate(4 + passed.get().length)
                        .putInt(passed.get().length)
                        .put(passed.get())
                        .array());
                out.flush();
            }
        } catch (IOException ended) {
            close(from);
            close(to);
        }
    }

    private Optional<byte[]> passRequest(byte[] message, Map<Integer, RequestHeader> unanswered) {
        RequestHeader header = RequestHeader.parse(ByteBuffer.wrap(message));
        unanswered.put(header.correlationId(), header);
        hold(new Chosen(header.apiKey(), Loss.REQUEST));
        return chosen.equals(Optional.of(new Chosen(header.apiKey(), Loss.REQUEST)))
                ? Optional.empty()
                : Optional.of(message);
    }

    private Optional<byte[]> passAnswer(byte[] message, Map<Integer, RequestHeader> unanswered) throws EOFException {
        RequestHeader header = unanswered.remove(ByteBuffer.wrap(message).getInt());
        if (header == null) {
            return Optional.of(message);
        }
        if (chosen.equals(Optional.of(new Chosen(header.apiKey(), Loss.ANSWER)))) {
            return Optional.empty();
        }
        if (chosen.equals(Optional.of(new Chosen(header.apiKey(), Loss.MEANING)))) {
            chosen = Optional.empty();
            return Optional.of(
                    answer(header, new EndTxnResponseData().setErrorCode(Errors.UNKNOWN_SERVER_ERROR.code())));
        }
        if (hold(new Chosen(header.apiKey(), Loss.ANSWER))) {
            throw new EOFException("the connection breaks");
        }
        return Optional.of(
                switch (header.apiKey()) {
                    case METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER -> redirected(message, header);
                    default -> message;
                });
    }

    private boolean hold(Chosen message) {
        Optional<Held> due = held.filter(one -> one.message().equals(message));
        due.ifPresent(one -> {
            held = Optional.empty();
            one.reached().complete(null);
            one.release().join();
        });
        return due.isPresent();
    }

    private byte[] redirected(byte[] message, RequestHeader header) {
        Message data =
                AbstractResponse.parseResponse(ByteBuffer.wrap(message), header).data();
        if (data instanceof MetadataResponseData metadata) {
            metadata.brokers().forEach(broker -> broker.setPort(listener.getLocalPort()));
        } else if (data instanceof FindCoordinatorResponseData coordinator) {
            coordinator.setPort(header.apiVersion() < 4 ? listener.getLocalPort() : coordinator.port());
            coordinator.coordinators().forEach(one -> one.setPort(listener.getLocalPort()));
        } else if (data instanceof DescribeClusterResponseData cluster) {
            cluster.brokers().forEach(broker -> broker.setPort(listener.getLocalPort()));
        }
        return answer(header, data);
    }

    private static byte[] answer(RequestHeader header, Message data) {
        ResponseHeader answer = header.toResponseHeader();
        ByteBuffer head = MessageUtil.toByteBuffer(answer.data(), answer.headerVersion());
        ByteBuffer body = MessageUtil.toByteBuffer(data, header.apiVersion());
        return ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head)
                .put(body)
                .array();
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
        sockets.forEach(this::close);
    }

    private record Held(Chosen message, CompletableFuture<Void> reached, CompletableFuture<Void> release) {}

    private record Chosen(ApiKeys kind, Loss loss) {}

    @FunctionalInterface
    private interface Passage {

        /** What goes on; empty for the message that is lost. */
        Optional<byte[]> pass(byte[] message) throws IOException;
    }
}
