package io.tidemark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Packets of four bytes' header, and queries as packets that begin with 3; a client waits for its answer. */
final class MySqlWire implements Wire {

    private static final int HEADER = 4;
    private static final byte QUERY = 3;
    private static final int MOST_OF_A_WORD = 16;

    private volatile Message last = Message.request("", new byte[0]);

    @Override
    public Message request(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        int length = (header[0] & 0xFF) | (header[1] & 0xFF) << 8 | (header[2] & 0xFF) << 16;
        byte[] packet = new byte[HEADER + length];
        System.arraycopy(header, 0, packet, 0, HEADER);
        in.readFully(packet, HEADER, length);
        last = Message.request(kind(packet), packet);
        return last;
    }

    private static String kind(byte[] packet) {
        if (packet.length < HEADER + 4 || packet[HEADER] != QUERY) {
            return "";
        }
        // MySQL, unlike MariaDB, has the number of the query's attributes before its text
        int text = packet[HEADER + 1] == 0 ? HEADER + 3 : HEADER + 1;
        String sql =
                new String(packet, text, Math.min(packet.length - text, MOST_OF_A_WORD), StandardCharsets.ISO_8859_1);
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
