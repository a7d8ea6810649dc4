package io.tidemark.offset.zookeeper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Encodes any text as the name of a node, and decodes it. Different texts have different names. Characters that
 * ZooKeeper does not allow in names, and {@code %}, are written as the bytes of their UTF-8 form, each as {@code %} and
 * two hexadecimal digits.
 */
final class NodeName {

    private static final String HEX = "0123456789ABCDEF";
    private static final String EMPTY = "%";

    private NodeName() {}

    static String of(String text) {
        if (text.equals(".") || text.equals("..")) {
            return "%2E" + text.substring(1);
        }
        StringBuilder name = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isAllowed(point)) {
                name.appendCodePoint(point);
            } else {
                escape(name, point);
            }
        });
        return name.toString();
    }

    /** Encodes a text, which may be empty, as a name without spaces, for lines of words. */
    static String word(String text) {
        return text.isEmpty() ? EMPTY : of(text).replace(" ", "%20");
    }

    /** @throws IllegalArgumentException if the name is not one that {@link #of} or {@link #word} returns */
    static String text(String name) {
        if (name.equals(EMPTY)) {
            return "";
        }
        if (name.indexOf('%') < 0) {
            return name;
        }
        StringBuilder text = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            if (name.charAt(at) != '%') {
                text.append(name.charAt(at++));
                continue;
            }
            int length = lengthOfUtf8(byteAt(name, at));
            byte[] bytes = new byte[length];
            for (int index = 0; index < length; index++) {
                bytes[index] = (byte) byteAt(name, at);
                at += 3;
            }
            append(text, bytes, name);
        }
        return text.toString();
    }

    private static boolean isAllowed(int point) {
        return point != '%'
                && point != '/'
                && point >= 0x20
                && !(point >= 0x7F && point <= 0x9F)
                && !(point >= 0xD800 && point <= 0xF8FF)
                && point < 0xFFF0;
    }

    private static void escape(StringBuilder name, int point) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            // half a surrogate pair, which no charset encodes: the bytes that UTF-8 would have for its number
            escapeByte(name, 0xE0 | (point >> 12));
            escapeByte(name, 0x80 | ((point >> 6) & 0x3F));
            escapeByte(name, 0x80 | (point & 0x3F));
            return;
        }
        for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            escapeByte(name, one & 0xFF);
        }
    }

    private static void escapeByte(StringBuilder name, int value) {
        name.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 0xF));
    }

    private static int byteAt(String name, int at) {
        if (at + 3 > name.length() || name.charAt(at) != '%') {
            throw unreadable(name);
        }
        int high = HEX.indexOf(name.charAt(at + 1));
        int low = HEX.indexOf(name.charAt(at + 2));
        if (high < 0 || low < 0) {
            throw unreadable(name);
        }
        return (high << 4) | low;
    }

    private static int lengthOfUtf8(int first) {
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xE0) {
            return 2;
        }
        return first < 0xF0 ? 3 : 4;
    }

    private static void append(StringBuilder text, byte[] bytes, String name) {
        if (bytes.length == 3 && bytes[0] == (byte) 0xED && (bytes[1] & 0xFF) >= 0xA0) {
            text.append((char) (0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
            return;
        }
        try {
            text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException malformed) {
            throw unreadable(name);
        }
    }

    private static IllegalArgumentException unreadable(String name) {
        return new IllegalArgumentException("Cannot read '" + name
                + "': '%' must be followed by the bytes of a character, each" + " as two of the digits " + HEX);
    }
}
