package io.tidemark.embedded.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/** One question to a server over a connection of its own. */
public final class ServerCheck {

    private ServerCheck() {}

    /** Speaks the server's protocol. */
    @FunctionalInterface
    public interface Conversation {
        /** True if the server answers as a working one does. */
        boolean hold(InputStream in, OutputStream out) throws IOException;
    }

    /**
     * Whether the conversation went well within the limit; false also where there is no connection.
     *
     * @param port of 127.0.0.1
     * @param limit for the connection and for each read
     * @param conversation what is said
     */
    public static boolean succeeds(int port, Duration limit, Conversation conversation) {
        int millis = (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
        try (Socket socket = new Socket()) {
            socket.connect(Loopback.at(port), millis);
            socket.setSoTimeout(millis);
            return conversation.hold(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException notYet) {
            return false;
        }
    }
}
