package io.tidemark.offset.spi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * Encodes any text for a place where some characters are not allowed, such as a key or a node's name. As in a URL, such
 * a character and {@code %} are written as the bytes of their UTF-8 form, each as {@code %} and two hexadecimal digits.
 * Other characters are unchanged, so that names stay readable. Different texts have different encodings. Immutable.
 *
 * <p>Half of a surrogate pair has no UTF-8 form. It is written as the three bytes that UTF-8 would have for its number.
 *
 * @since 0.1
 */
public final class PercentEncoding {

    /** For a part of a URL: only the unreserved characters of RFC 3986 are unchanged. */
    public static final PercentEncoding URL =
            allowing(point -> point < 0x80 && (Character.isLetterOrDigit(point) || "-._~".indexOf(point) >= 0));

    private static final String HEX = "0123456789ABCDEF";

    private final IntPredicate allowed;

    private PercentEncoding(IntPredicate allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns an encoding that leaves some characters unchanged.
     *
     * @param allowed decides for a code point; it is not asked about {@code %} and halves of surrogate pairs, which are
     *     always escaped
     */
    public static PercentEncoding allowing(IntPredicate allowed) {
        return new PercentEncoding(allowed);
    }

    /** Encodes a text. */
    public String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(point -> {
            if (isHalfOfPair(point)) {
                escape(encoded, 0xE0 | (point >> 12));
                escape(encoded, 0x80 | ((point >> 6) & 0x3F));
                escape(encoded, 0x80 | (point & 0x3F));
            } else if (point != '%' && allowed.test(point)) {
                encoded.appendCodePoint(point);
            } else {
                for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                    escape(encoded, one & 0xFF);
                }
            }
        });
        return encoded.toString();
    }

    /**
     * Decodes a text that an encoding has returned, whichever characters it allows.
     *
     * @throws IllegalArgumentException if a {@code %} is not followed by the bytes of a character
     */
    public static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        StringBuilder text = new StringBuilder(encoded.length());
        int at = 0;
        while (at < encoded.length()) {
            if (encoded.charAt(at) != '%') {
                text.append(encoded.charAt(at++));
                continue;
            }
            byte[] bytes = new byte[lengthOfUtf8(byteAt(encoded, at))];
            for (int index = 0; index < bytes.length; index++) {
                bytes[index] = (byte) byteAt(encoded, at);
                at += 3;
            }
            append(text, bytes, encoded);
        }
        return text.toString();
    }

    private static boolean isHalfOfPair(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static void escape(StringBuilder encoded, int octet) {
        encoded.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xF));
    }

    private static int byteAt(String encoded, int at) {
        if (at + 2 < encoded.length() && encoded.charAt(at) == '%') {
            int high = Character.digit(encoded.charAt(at + 1), 16);
            int low = Character.digit(encoded.charAt(at + 2), 16);
            if (high >= 0 && low >= 0) {
                return (high << 4) | low;
            }
        }
        throw undecodable(encoded);
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

    private static void append(StringBuilder text, byte[] bytes, String encoded) {
        if (bytes.length == 3 && bytes[0] == (byte) 0xED && (bytes[1] & 0xFF) >= 0xA0) {
            text.append((char) (0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
            return;
        }
        try {
            text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        } catch (CharacterCodingException malformed) {
            throw undecodable(encoded);
        }
    }

    private static IllegalArgumentException undecodable(String encoded) {
        return new IllegalArgumentException("Cannot decode '" + encoded
                + "': each % must be followed by the bytes of a character in UTF-8, each byte"
                + " as two hexadecimal digits");
    }
}
