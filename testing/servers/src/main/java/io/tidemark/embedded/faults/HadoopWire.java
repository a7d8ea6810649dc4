package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection begins with seven bytes; then every message is a length and that many bytes. A request has a header with
 * the number of the call and a header with the name of the method, an answer a header with the number; all of them are
 * protocol buffers behind their lengths.
 */
final class HadoopWire implements Wire {

    private static final int PREAMBLE = 7;
    private static final int CALL_OF_REQUEST = 3;
    private static final int CALL_OF_ANSWER = 1;
    private static final int METHOD = 1;

    private final Map<Integer, Message> unanswered = new ConcurrentHashMap<>();
    private boolean greeted;

    @Override
    public Message request(DataInputStream in) throws IOException {
        if (!greeted) {
            greeted = true;
            byte[] preamble = new byte[PREAMBLE];
            in.readFully(preamble);
            return Message.request("", preamble);
        }
        byte[] message = framed(in);
        ByteBuffer request = ByteBuffer.wrap(message, 4, message.length - 4);
        ByteBuffer header = part(request);
        // signed numbers are zigzag
        int encoded = (int) number(header, CALL_OF_REQUEST);
        int call = (encoded >>> 1) ^ -(encoded & 1);
        if (call < 0) {
            // what belongs to the connection, not to a call
            return Message.request("", message);
        }
        Message asked = Message.request(text(part(request), METHOD), message);
        unanswered.put(call, asked);
        return asked;
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] message = framed(in);
        ByteBuffer header = part(ByteBuffer.wrap(message, 4, message.length - 4));
        Message asked = unanswered.remove((int) number(header, CALL_OF_ANSWER));
        return asked == null
                ? new Message("", new byte[0], message)
                : new Message(asked.kind(), asked.request(), message);
    }

    /** Messages are kept with their length, because the first seven bytes have none. */
    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        out.write(message);
    }

    private static byte[] framed(DataInputStream in) throws IOException {
        byte[] content = Framed.read(in);
        return ByteBuffer.allocate(4 + content.length)
                .putInt(content.length)
                .put(content)
                .array();
    }

    /** The next part behind its length. */
    private static ByteBuffer part(ByteBuffer from) {
        int length = (int) varint(from);
        ByteBuffer part = from.slice(from.position(), length);
        from.position(from.position() + length);
        return part;
    }

    private static long number(ByteBuffer message, int field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            if (tag >>> 3 == field) {
                return varint(message);
            }
            skip(message, (int) (tag & 7));
        }
        return -1;
    }

    private static String text(ByteBuffer message, int field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            if (tag >>> 3 == field) {
                return StandardCharsets.UTF_8.decode(part(message)).toString();
            }
            skip(message, (int) (tag & 7));
        }
        return "";
    }

    private static void skip(ByteBuffer message, int type) {
        switch (type) {
            case 0 -> varint(message);
            case 1 -> message.position(message.position() + 8);
            case 2 -> part(message);
            case 5 -> message.position(message.position() + 4);
            default -> throw new IllegalArgumentException("Cannot skip a field of type " + type);
        }
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = from.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
