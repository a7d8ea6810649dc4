package io.tidemark.embedded.mysql;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Logs in to a MySQL-compatible server, without a driver: the shortest question that only a working server answers. */
final class MySqlLogin {

    private static final int PROTOCOL_41 = 0x0200;
    private static final int SECURE_CONNECTION = 0x8000;
    private static final int PLUGIN_AUTH = 0x80000;
    private static final int SALT_FIRST = 8;
    private static final int SALT_SECOND = 12;
    private static final int UTF8MB4 = 45;

    private MySqlLogin() {}

    static boolean succeeds(InputStream in, OutputStream out, String user, String password) throws IOException {
        byte[] greeting = read(in);
        if (greeting[0] != 10) {
            return false;
        }
        write(out, 1, response(user, scramble(password, salt(greeting))));
        boolean ok = read(in)[0] == 0;
        // a goodbye, so that the server has no broken connection to report
        write(out, 0, new byte[] {1});
        return ok;
    }

    /** The server's 20 random bytes, which its first packet holds in two pieces. */
    private static byte[] salt(byte[] greeting) throws IOException {
        int end = 1;
        while (end < greeting.length && greeting[end] != 0) {
            end++;
        }
        int first = end + 1 + 4;
        // filler, flags, character set, status, more flags, salt's length, reserved
        int second = first + SALT_FIRST + 1 + 2 + 1 + 2 + 2 + 1 + 10;
        if (greeting.length < second + SALT_SECOND) {
            throw new EOFException("short greeting");
        }
        byte[] salt = new byte[SALT_FIRST + SALT_SECOND];
        System.arraycopy(greeting, first, salt, 0, SALT_FIRST);
        System.arraycopy(greeting, second, salt, SALT_FIRST, SALT_SECOND);
        return salt;
    }

    /** SHA1(password) xor SHA1(salt, SHA1(SHA1(password))). */
    private static byte[] scramble(String password, byte[] salt) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] once = sha1.digest(password.getBytes(StandardCharsets.UTF_8));
            byte[] twice = sha1.digest(once);
            sha1.update(salt);
            byte[] mask = sha1.digest(twice);
            for (int i = 0; i < once.length; i++) {
                once[i] ^= mask[i];
            }
            return once;
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    private static byte[] response(String user, byte[] scramble) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        writeLittleEndian(packet, PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH, 4);
        writeLittleEndian(packet, 1 << 24, 4);
        packet.write(UTF8MB4);
        packet.writeBytes(new byte[23]);
        packet.writeBytes(user.getBytes(StandardCharsets.UTF_8));
        packet.write(0);
        packet.write(scramble.length);
        packet.writeBytes(scramble);
        packet.writeBytes("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
        return packet.toByteArray();
    }

    private static byte[] read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(4);
        if (header.length < 4) {
            throw new EOFException("no packet");
        }
        int length = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        byte[] packet = in.readNBytes(length);
        if (packet.length < length || length == 0) {
            throw new EOFException("short packet");
        }
        return packet;
    }

    private static void write(OutputStream out, int sequence, byte[] packet) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        writeLittleEndian(framed, packet.length, 3);
        framed.write(sequence);
        framed.writeBytes(packet);
        out.write(framed.toByteArray());
        out.flush();
    }

    private static void writeLittleEndian(ByteArrayOutputStream target, int value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            target.write(value >>> (8 * i));
        }
    }
}
