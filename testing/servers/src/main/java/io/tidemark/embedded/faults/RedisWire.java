package io.tidemark.embedded.faults;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Commands as arrays of strings; an answer belongs to the last command that was sent. */
final class RedisWire implements Wire {

    private static final String UNKNOWN_SCRIPT = "-NOSCRIPT";

    private volatile Message last = Message.request("", new byte[0]);

    @Override
    public Message request(DataInputStream in) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        String head = line(in, command);
        String kind = head;
        if (head.startsWith("*")) {
            int parts = Integer.parseInt(head.substring(1));
            for (int part = 0; part < parts; part++) {
                int length = Integer.parseInt(line(in, command).substring(1));
                byte[] text = new byte[length + 2];
                in.readFully(text);
                command.writeBytes(text);
                if (part == 0) {
                    kind = new String(text, 0, length, StandardCharsets.ISO_8859_1);
                }
            }
        }
        last = Message.request(kind.toUpperCase(Locale.ROOT), command.toByteArray());
        return last;
    }

    private static String line(DataInputStream in, ByteArrayOutputStream copy) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char next = read(in, copy); next != '\n'; next = read(in, copy)) {
            if (next != '\r') {
                line.append(next);
            }
        }
        return line.toString();
    }

    private static char read(DataInputStream in, ByteArrayOutputStream copy) throws IOException {
        int next = in.readUnsignedByte();
        copy.write(next);
        return (char) next;
    }

    @Override
    public Message answer(DataInputStream in) throws IOException {
        byte[] bytes = Streams.available(in);
        Message asked = last;
        boolean unknown = new String(
                        bytes, 0, Math.min(bytes.length, UNKNOWN_SCRIPT.length()), StandardCharsets.ISO_8859_1)
                .equals(UNKNOWN_SCRIPT);
        return new Message(unknown ? "NOSCRIPT" : asked.kind(), asked.request(), bytes);
    }

    @Override
    public void write(byte[] message, OutputStream out) throws IOException {
        out.write(message);
    }
}
