package io.tidemark.site.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends requests that no client library would send. */
public final class RawHttp {

    private RawHttp() {}

    /** A connection from an address of this machine. */
    public static Socket connect(URI server, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        return socket;
    }

    /** The whole answer to some bytes; the part that was read if the server closes the connection. */
    public static String exchange(URI server, String request) {
        return exchange(server, "127.0.0.1", request);
    }

    /** The same from another address of this machine, such as {@code 127.0.0.2}: another client. */
    public static String exchange(URI server, String from, String request) {
        StringBuilder answer = new StringBuilder();
        try (Socket socket = connect(server, from)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] buffer = new byte[8192];
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            answer.append("[cut off: ").append(e.getMessage()).append(']');
        }
        return answer.toString();
    }
}
