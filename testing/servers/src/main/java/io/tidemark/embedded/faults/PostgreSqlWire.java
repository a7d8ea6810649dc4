package io.tidemark.embedded.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Messages of a type and a length. A request is all messages up to the one that asks for the answer; it has the kind of
 * its last statement, because a client sends {@code BEGIN} together with the statement that follows.
 */
final class PostgreSqlWire implements Wire {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int MOST_OF_A_WORD = 32;

    /** The kinds of the statements that the client has named. */
    private final Map<String, String> statements = new ConcurrentHashMap<>();

    private boolean isStarted;
    private volatile Message last = Message.request("", new byte[0]);

    @Override
    public Message request(DataInputStream in) throws IOException {
        last = isStarted ? statements(in) : start(in);
        return last;
    }

    /** The messages before a login have no type. */
    private Message start(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] body = body(in, length);
        int code = ByteBuffer.wrap(body).getInt();
        isStarted = code != SSL_REQUEST && code != GSS_REQUEST;
        return Message.request(
                "",
                ByteBuffer.allocate(Integer.BYTES + body.length)
                        .putInt(length)
                        .put(body)
                        .array());
    }

    private Message statements(DataInputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        String kind = "";
        while (true) {
            int type = in.readUnsignedByte();
            int length = in.readInt();
            byte[] body = body(in, length);
            request.write(type);
            request.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
            request.writeBytes(body);
            switch (type) {
                case 'Q' -> {
                    return Message.request(firstWord(body, 0), request.toByteArray());
                }
                case 'P' ->
                    statements.put(text(body, 0), firstWord(body, text(body, 0).length() + 1));
                case 'B' -> {
                    int statement = text(body, 0).length() + 1;
                    kind = statements.getOrDefault(text(body, statement), "");
                }
                case 'D', 'E', 'C', 'H' -> {
                    // parts of the same request
                }
                default -> {
                    return Message.request(kind, request.toByteArray());
                }
            }
        }
    }

    private static byte[] body(DataInputStream in, int length) throws IOException {
        if (length < Integer.BYTES) {
            throw new IOException("Cannot read a message of " + length + " bytes: this is another protocol");
        }
        byte[] body = new byte[length - Integer.BYTES];
        in.readFully(body);
        return body;
    }

    private static String text(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return new String(body, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private static String firstWord(byte[] body, int from) {
        String sql = new String(body, from, Math.min(body.length - from, MOST_OF_A_WORD), StandardCharsets.ISO_8859_1);
        int end = 0;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(0, end).toUpperCase(Locale.ROOT);
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] bytes = Streams.available(in);
        Message asked = last;
        return new Message(asked.kind(), asked.request(), bytes);
    }

    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        out.write(message);
    }
}
