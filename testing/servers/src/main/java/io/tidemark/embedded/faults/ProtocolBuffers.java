package io.tidemark.embedded.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads single fields of protocol buffers. */
final class ProtocolBuffers {

    private ProtocolBuffers() {}

    /** The next part behind its length. */
    static ByteBuffer part(ByteBuffer from) {
        int length = (int) varint(from);
        ByteBuffer part = from.slice(from.position(), length);
        from.position(from.position() + length);
        return part;
    }

    static long number(ByteBuffer message, int field) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            if (tag >>> 3 == field) {
                return varint(message);
            }
            skip(message, (int) (tag & 7));
        }
        return -1;
    }

    static String text(ByteBuffer message, int field) {
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
