package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.ZooDefs.OpCode;

/**
 * Every message is a length and that many bytes; after the greeting, a request begins with its number and kind, an
 * answer with its request's number.
 */
final class ZooKeeperWire implements Wire {

    private static final Map<Integer, String> NAMES = Map.of(
            OpCode.create, "create",
            OpCode.create2, "create2",
            OpCode.delete, "delete",
            OpCode.exists, "exists",
            OpCode.getData, "getData",
            OpCode.setData, "setData",
            OpCode.check, "check",
            OpCode.multi, "multi",
            OpCode.multiRead, "multiRead",
            OpCode.sync, "sync");

    private final Map<Integer, Message> unanswered = new ConcurrentHashMap<>();
    private boolean clientGreeted;
    private boolean serverGreeted;

    @Override
    public Message request(DataInputStream in) throws IOException {
        byte[] message = Framed.read(in);
        if (!clientGreeted) {
            clientGreeted = true;
            return Message.request("", message);
        }
        ByteBuffer request = ByteBuffer.wrap(message);
        int number = request.getInt();
        int operation = request.getInt();
        String kind = name(operation);
        if (operation == OpCode.multi && request.remaining() >= 4) {
            kind += ":" + name(request.getInt());
        }
        Message asked = Message.request(kind, message);
        unanswered.put(number, asked);
        return asked;
    }

    private static String name(int operation) {
        return NAMES.getOrDefault(operation, "");
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] message = Framed.read(in);
        if (!serverGreeted) {
            serverGreeted = true;
            return new Message("", message, message);
        }
        // what watches tell has a number that no request has
        Message asked = unanswered.remove(ByteBuffer.wrap(message).getInt());
        return asked == null
                ? new Message("", new byte[0], message)
                : new Message(asked.kind(), asked.request(), message);
    }

    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        Framed.write(message, out);
    }
}
