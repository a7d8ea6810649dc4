package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A connection begins with six bytes and a header of its own; then every message is a length and that many bytes. A
 * request begins with a header that has the number of the call and the name of the method, an answer with a header that
 * has the number; both are protocol buffers behind their lengths.
 */
final class HBaseWire implements Wire {

    private static final int PREAMBLE = 6;
    private static final int CALL = 1;
    private static final int METHOD = 3;

    /** What the next message of the client is. */
    private enum Expected {
        PREAMBLE,
        CONNECTION_HEADER,
        CALLS
    }

    private final Map<Integer, Message> unanswered = new ConcurrentHashMap<>();
    private Expected expected = Expected.PREAMBLE;

    @Override
    public Message request(DataInputStream in) throws IOException {
        switch (expected) {
            case PREAMBLE -> {
                expected = Expected.CONNECTION_HEADER;
                byte[] preamble = new byte[PREAMBLE];
                in.readFully(preamble);
                return Message.request("", preamble);
            }
            case CONNECTION_HEADER -> {
                expected = Expected.CALLS;
                return Message.request("", Framed.readWithLength(in));
            }
            default -> {
                return call(Framed.readWithLength(in));
            }
        }
    }

    private Message call(byte[] message) {
        ByteBuffer header = ProtocolBuffers.part(ByteBuffer.wrap(message, 4, message.length - 4));
        int call = (int) ProtocolBuffers.number(header.duplicate(), CALL);
        Message asked = Message.request(ProtocolBuffers.text(header, METHOD), message);
        unanswered.put(call, asked);
        return asked;
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] message = Framed.readWithLength(in);
        ByteBuffer header = ProtocolBuffers.part(ByteBuffer.wrap(message, 4, message.length - 4));
        return Message.answer(unanswered.remove((int) ProtocolBuffers.number(header, CALL)), message);
    }

    /** Messages are kept with their length, because the first six bytes have none. */
    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        out.write(message);
    }
}
