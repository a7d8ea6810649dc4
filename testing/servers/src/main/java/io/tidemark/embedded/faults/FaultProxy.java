package io.tidemark.embedded.faults;

import io.tidemark.embedded.EmbeddedServerException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands between clients and one server on 127.0.0.1 and does to their connections what networks do: cuts them, keeps
 * them waiting, slows them down, or loses one chosen message. At first it lets everything through.
 *
 * <p>Three things can be said, and hold together: what becomes of all connections ({@link #pass}, {@link #refuse},
 * {@link #blackHole}; the last one said holds), how long messages take ({@link #delay}), and what becomes of one
 * message that is still to come ({@link #loseRequest}, {@link #loseAnswer}, {@link #meet}).
 *
 * <p>Thread-safe. A server that is down is a connection that ends at once; the proxy stays where it is and reaches the
 * server again when that is back on its port.
 */
public final class FaultProxy implements AutoCloseable {

    private final String targetHost;
    private final int targetPort;
    private final WireProtocol protocol;
    private final ServerSocket listener;
    private final ProxyGate gate = new ProxyGate();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Trap> traps = new CopyOnWriteArrayList<>();

    private FaultProxy(WireProtocol protocol, String host, OptionalInt port) {
        this.protocol = protocol;
        this.targetHost = host;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "Cannot open a proxy before " + host + ": no port can be listened on: " + failure, failure);
        }
        this.targetPort = port.orElse(listener.getLocalPort());
        start(this::accept);
    }

    /**
     * Opens one on a free port.
     *
     * @param protocol what the server speaks
     * @param target where the server listens, as in {@code 127.0.0.1:21000}; it need not be there yet
     */
    public static FaultProxy before(WireProtocol protocol, String target) {
        int colon = target.lastIndexOf(':');
        return new FaultProxy(
                protocol, target.substring(0, colon), OptionalInt.of(Integer.parseInt(target.substring(colon + 1))));
    }

    /**
     * Opens one on a free port, before a server that will listen on the same port of another loopback address. For
     * servers that tell their clients the port that they listen on.
     *
     * @param protocol what the server speaks
     * @param host the other address, as in {@code 127.0.0.2}
     */
    public static FaultProxy beforeSamePort(WireProtocol protocol, String host) {
        return new FaultProxy(protocol, host, OptionalInt.empty());
    }

    /** Host and port that clients connect to, as in {@code 127.0.0.1:41000}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Lets everything through again, at once; messages that a black hole has held go on. Chosen messages stay chosen.
     */
    public void pass() {
        gate.set(ProxyGate.Passage.OPEN);
    }

    /** Resets all connections. Later ones are not touched. */
    public void cut() {
        sockets.forEach(this::reset);
    }

    /** Resets all connections, and every one that is made until {@link #pass}. */
    public void refuse() {
        gate.set(ProxyGate.Passage.REFUSED);
        cut();
    }

    /**
     * Lets nothing through until {@link #pass}, without an error: connections stay open and new ones are accepted, as
     * where a network drops all packets. What is sent meanwhile arrives afterwards, even if its sender has given up.
     */
    public void blackHole() {
        gate.set(ProxyGate.Passage.HELD);
    }

    /**
     * Holds every message for a time. Messages of one connection and direction are held one after the other.
     *
     * @param requests how long on the way to the server; zero for not at all
     * @param answers how long on the way back
     */
    public void delay(Duration requests, Duration answers) {
        gate.delay(requests, answers);
    }

    /**
     * Cuts the connection of a request before the server gets it, once.
     *
     * @param nth which one of those still to come; 1 for the next
     * @param kinds what such a request may be, in the words of the {@link WireProtocol}
     */
    public void loseRequest(int nth, Set<String> kinds) {
        meet(ProxiedMessage.Direction.REQUEST, nth, kinds, encounter -> new FaultAction.Cut());
    }

    /**
     * Cuts the connection of a request after the server has carried it out and before its answer arrives, once.
     *
     * @param nth which one of those still to come; 1 for the next
     * @param kinds what such a request may be, in the words of the {@link WireProtocol}
     */
    public void loseAnswer(int nth, Set<String> kinds) {
        meet(ProxiedMessage.Direction.ANSWER, nth, kinds, encounter -> new FaultAction.Cut());
    }

    /**
     * Does something when a message comes by, once, and lets it decide what becomes of the message. Nothing goes on in
     * that direction of its connection meanwhile: a reaction that waits is a message that is held.
     *
     * @param point on which way the message is met
     * @param nth which one of those still to come; 1 for the next
     * @param kinds what the request may be, in the words of the {@link WireProtocol}
     * @param reaction runs in a thread of the proxy
     */
    public void meet(
            ProxiedMessage.Direction point,
            int nth,
            Set<String> kinds,
            Function<ProxiedMessage, FaultAction> reaction) {
        if (nth < 1) {
            throw new IllegalArgumentException("Cannot wait for request " + nth + ": the next one is 1");
        }
        traps.add(new Trap(point, new AtomicInteger(nth), Set.copyOf(kinds), reaction));
    }

    /** Forgets all messages that were chosen and have not come. */
    public void forget() {
        traps.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                start(() -> serve(client));
            } catch (IOException closed) {
                // the loop looks whether it was the listener
            }
        }
    }

    private void serve(Socket client) {
        sockets.add(client);
        if (!gate.awaitOpen()) {
            reset(client);
            return;
        }
        try {
            Socket server = new Socket(targetHost, targetPort);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Wire wire = protocol.wire(port());
            start(() -> pump(ProxiedMessage.Direction.REQUEST, wire, client, server));
            pump(ProxiedMessage.Direction.ANSWER, wire, server, client);
        } catch (IOException down) {
            reset(client);
        }
    }

    private void pump(ProxiedMessage.Direction point, Wire wire, Socket from, Socket to) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
            OutputStream out = to.getOutputStream();
            while (true) {
                Wire.Message message = point == ProxiedMessage.Direction.REQUEST ? wire.request(in) : wire.answer(in);
                FaultAction fate = fate(point, message);
                if (fate instanceof FaultAction.Cut || !gate.awaitTurn(point)) {
                    reset(from);
                    reset(to);
                    return;
                }
                if (fate instanceof FaultAction.Passed) {
                    wire.write(message.bytes(), out);
                } else if (fate instanceof FaultAction.Replaced replaced) {
                    wire.write(bytes(replaced.message()), out);
                }
            }
        } catch (IOException ended) {
            // that one side has closed is a message, too
            gate.awaitOpen();
            close(from);
            close(to);
        }
    }

    private FaultAction fate(ProxiedMessage.Direction point, Wire.Message message) {
        for (Trap trap : traps) {
            if (trap.point() == point
                    && trap.kinds().contains(message.kind())
                    && trap.left().decrementAndGet() == 0) {
                traps.remove(trap);
                return trap.reaction()
                        .apply(new ProxiedMessage(
                                message.kind(), ByteBuffer.wrap(message.request()), ByteBuffer.wrap(message.bytes())));
            }
        }
        return new FaultAction.Passed();
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        return bytes;
    }

    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // then there is nothing to reset
        }
        close(socket);
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // closing is all that was wanted
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Resets all connections and gives the port free. */
    @Override
    public void close() {
        gate.set(ProxyGate.Passage.REFUSED);
        try {
            listener.close();
        } catch (IOException failure) {
            throw new EmbeddedServerException("Cannot close the proxy on " + address() + ": " + failure, failure);
        }
        cut();
    }

    @Override
    public String toString() {
        return "proxy " + address() + " before " + targetHost + ":" + targetPort;
    }

    private record Trap(
            ProxiedMessage.Direction point,
            AtomicInteger left,
            Set<String> kinds,
            Function<ProxiedMessage, FaultAction> reaction) {}
}
