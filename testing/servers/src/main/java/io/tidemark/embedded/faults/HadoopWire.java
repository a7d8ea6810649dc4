package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
        byte[] message = Framed.readWithLength(in);
        ByteBuffer request = ByteBuffer.wrap(message, 4, message.length - 4);
        ByteBuffer header = ProtocolBuffers.part(request);
        // signed numbers are zigzag
        int encoded = (int) ProtocolBuffers.number(header, CALL_OF_REQUEST);
        int call = (encoded >>> 1) ^ -(encoded & 1);
        if (call < 0) {
            // what belongs to the connection, not to a call
            return Message.request("", message);
        }
        Message asked = Message.request(ProtocolBuffers.text(ProtocolBuffers.part(request), METHOD), message);
        unanswered.put(call, asked);
        return asked;
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] message = Framed.readWithLength(in);
        ByteBuffer header = ProtocolBuffers.part(ByteBuffer.wrap(message, 4, message.length - 4));
        return Message.answer(unanswered.remove((int) ProtocolBuffers.number(header, CALL_OF_ANSWER)), message);
    }

    /** Messages are kept with their length, because the first seven bytes have none. */
    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        out.write(message);
    }
}
