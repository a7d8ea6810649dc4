package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** How one connection cuts its bytes into messages. Requests are read by one thread and answers by another. */
interface Wire {

    /** Reads the next request, all of it. */
    Message request(DataInputStream in) throws IOException;

    /** Reads the next answer, or the part of one that has come. */
    Message answer(DataInputStream in) throws IOException;

    /** Writes a message with whatever the protocol puts before it. */
    void write(byte[] message, OutputStream out) throws IOException;

    /** One message and what it belongs to. */
    final class Message {

        private final String kind;
        private final byte[] request;
        private final byte[] bytes;

        Message(String kind, byte[] request, byte[] bytes) {
            this.kind = kind;
            this.request = request;
            this.bytes = bytes;
        }

        static Message request(String kind, byte[] bytes) {
            return new Message(kind, bytes, bytes);
        }

        /** An answer, to nothing if the protocol sends it by itself. */
        static Message answer(@Nullable Message asked, byte[] bytes) {
            return asked == null
                    ? new Message("", new byte[0], bytes)
                    : new Message(asked.kind(), asked.request(), bytes);
        }

        String kind() {
            return kind;
        }

        byte[] request() {
            return request;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}
