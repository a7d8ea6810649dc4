package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Messages that begin with their length in four bytes. */
final class Framed {

    private Framed() {}

    /** The next message, without its length. */
    static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new IOException("Cannot read a message of " + length + " bytes: this is another protocol");
        }
        byte[] message = new byte[length];
        in.readFully(message);
        return message;
    }

    /** The next message, with its length. */
    static byte[] readWithLength(DataInputStream in) throws IOException {
        byte[] message = read(in);
        return ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    static void write(byte[] message, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(4 + message.length)
                .putInt(message.length)
                .put(message)
                .array());
    }
}
