package io.tidemark.offset.spi;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects the protocol of a broker's port, with the first bytes of a connection that is then closed. It sends no
 * credentials and no data.
 */
final class ProtocolProbe {

    /** The protocol of a port. */
    enum Speech {
        PLAIN,
        SASL,
        TLS,
        UNKNOWN
    }

    private static final Pattern ADDRESS = Pattern.compile("(?:[A-Za-z0-9_]+://)?\\[?([^\\[\\]]+?)\\]?:(\\d{1,5})");
    private static final int API_VERSIONS = 18;
    private static final int METADATA = 3;
    private static final int METADATA_VERSION = 4;
    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;
    /** A ClientHello of TLS 1.2 with one common cipher suite; every server answers it, at least with an alert. */
    private static final byte[] CLIENT_HELLO = clientHello();

    private ProtocolProbe() {}

    /**
     * Probes a port.
     *
     * @param tls whether the caller's client uses TLS, which is tried first
     * @return {@code UNKNOWN} if it cannot be reached, or does not answer in time
     */
    static Speech of(String address, boolean tls, Duration limit) {
        try {
            if (tls) {
                return answersTls(address, limit) ? Speech.TLS : plain(address, limit);
            }
            Speech plain = plain(address, limit);
            return plain == Speech.UNKNOWN && answersTls(address, limit) ? Speech.TLS : plain;
        } catch (IOException unreachable) {
            return Speech.UNKNOWN;
        }
    }

    /** Why no connection can be made to an address; empty if it can. */
    static Optional<String> unreachable(String address, Duration limit) {
        try {
            connect(address, limit).close();
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("the name of " + address + " cannot be resolved");
        } catch (SocketTimeoutException e) {
            return Optional.of(address + " accepts no connection within " + limit.toMillis() + " ms");
        } catch (IOException e) {
            return Optional.of(address + " accepts no connection (" + e.getMessage() + ")");
        }
    }

    /** Sends Kafka requests without TLS: one that every listener answers, and one that a SASL listener refuses. */
    private static Speech plain(String address, Duration limit) throws IOException {
        try (Socket socket = connect(address, limit)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int size;
            try {
                request(out, API_VERSIONS, 0, new byte[0]);
                size = in.readInt();
            } catch (EOFException | SocketException closed) {
                return Speech.UNKNOWN;
            }
            int first = size >>> 24;
            if (first == TLS_ALERT || first == TLS_HANDSHAKE) {
                return Speech.TLS;
            }
            if (first != 0 || !hasMetadataRequest(in.readNBytes(size))) {
                return Speech.UNKNOWN;
            }
            try {
                // no topics, and none will be created
                request(out, METADATA, METADATA_VERSION, new byte[5]);
                in.readInt();
                return Speech.PLAIN;
            } catch (EOFException | SocketException refused) {
                return Speech.SASL;
            }
        }
    }

    /** Reads a response to API_VERSIONS: correlation id, error code, and for each kind of request its versions. */
    private static boolean hasMetadataRequest(byte[] response) {
        ByteBuffer answer = ByteBuffer.wrap(response);
        if (answer.remaining() < 10) {
            return false;
        }
        answer.position(6);
        int kinds = answer.getInt();
        for (int kind = 0; kind < kinds && answer.remaining() >= 6; kind++) {
            int key = answer.getShort();
            int oldest = answer.getShort();
            int newest = answer.getShort();
            if (key == METADATA) {
                return oldest <= METADATA_VERSION && METADATA_VERSION <= newest;
            }
        }
        return false;
    }

    private static void request(DataOutputStream out, int api, int version, byte[] body) throws IOException {
        out.writeInt(2 + 2 + 4 + 2 + body.length);
        out.writeShort(api);
        out.writeShort(version);
        out.writeInt(1);
        // no client id
        out.writeShort(-1);
        out.write(body);
        out.flush();
    }

    private static boolean answersTls(String address, Duration limit) throws IOException {
        try (Socket socket = connect(address, limit)) {
            try {
                socket.getOutputStream().write(CLIENT_HELLO);
                socket.getOutputStream().flush();
                int first = socket.getInputStream().read();
                return first == TLS_HANDSHAKE || first == TLS_ALERT;
            } catch (SocketException closed) {
                return false;
            }
        }
    }

    private static Socket connect(String address, Duration limit) throws IOException {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            throw new UnknownHostException(address);
        }
        int port = Integer.parseInt(parts.group(2));
        if (port < 1 || port > 65_535) {
            throw new UnknownHostException(address);
        }
        Socket socket = new Socket();
        try {
            InetSocketAddress target = new InetSocketAddress(parts.group(1), port);
            if (target.isUnresolved()) {
                throw new UnknownHostException(parts.group(1));
            }
            socket.setSoTimeout((int) limit.toMillis());
            socket.connect(target, (int) limit.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static byte[] clientHello() {
        byte[] hello = new byte[5 + 4 + 41];
        byte[] head = {TLS_HANDSHAKE, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3};
        System.arraycopy(head, 0, hello, 0, head.length);
        byte[] random = "tidemark asks which protocol it is".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(random, 0, hello, head.length, 32);
        // no session; one cipher suite, ECDHE with AES-128-GCM; no compression
        byte[] tail = {0, 0, 2, (byte) 0xC0, 0x2F, 1, 0};
        System.arraycopy(tail, 0, hello, head.length + 32, tail.length);
        return hello;
    }
}
