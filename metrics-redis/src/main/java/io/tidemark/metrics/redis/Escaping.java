package io.tidemark.metrics.redis;

import io.tidemark.offset.OffsetStoreException;

/**
 * Writes any text so that it can stand between the separators of a key or a field, and reads it back. As in a URL, a
 * reserved byte becomes {@code %} and two digits; everything else stays as it is, so that names remain readable.
 */
final class Escaping {

    private static final String RESERVED = "%{}:,=";
    private static final String HEX = "0123456789ABCDEF";

    private Escaping() {}

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f || RESERVED.indexOf(c) >= 0) {
                percent(escaped, c);
            } else if (!Character.isSurrogate(c)) {
                escaped.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                escaped.append(c).append(text.charAt(++i));
            } else {
                loneSurrogate(escaped, c);
            }
        }
        return escaped.toString();
    }

    /** @throws OffsetStoreException if the text is not of {@link #escape}'s making */
    static String unescape(String escaped) {
        if (escaped.indexOf('%') < 0) {
            return escaped;
        }
        StringBuilder text = new StringBuilder(escaped.length());
        int i = 0;
        while (i < escaped.length()) {
            char c = escaped.charAt(i);
            if (c != '%') {
                text.append(c);
                i++;
                continue;
            }
            int first = byteAt(escaped, i);
            if (first < 0x80) {
                text.append((char) first);
                i += 3;
            } else {
                int second = byteAt(escaped, i + 3);
                int third = byteAt(escaped, i + 6);
                text.append((char) (((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f)));
                i += 9;
            }
        }
        return text.toString();
    }

    /** UTF-8 has no form for half of a pair, and an encoder would write {@code ?} for all of them. */
    private static void loneSurrogate(StringBuilder escaped, char c) {
        percent(escaped, 0xe0 | (c >> 12));
        percent(escaped, 0x80 | ((c >> 6) & 0x3f));
        percent(escaped, 0x80 | (c & 0x3f));
    }

    private static void percent(StringBuilder escaped, int octet) {
        escaped.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0x0f));
    }

    private static int byteAt(String escaped, int at) {
        if (at + 2 < escaped.length() && escaped.charAt(at) == '%') {
            int high = Character.digit(escaped.charAt(at + 1), 16);
            int low = Character.digit(escaped.charAt(at + 2), 16);
            if (high >= 0 && low >= 0) {
                return (high << 4) | low;
            }
        }
        throw new OffsetStoreException("Cannot read '" + escaped
                + "' as an escaped name: every % is followed by two hexadecimal digits; somebody else wrote this key or"
                + " field, remove it");
    }
}
