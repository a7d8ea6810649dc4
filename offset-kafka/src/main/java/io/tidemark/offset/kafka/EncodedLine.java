package io.tidemark.offset.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Encodes and decodes lines of words that are separated by blanks. Blanks, control characters, percent signs and all
 * characters outside ASCII are written as the bytes of their UTF-8 form, each as a percent sign and two hexadecimal
 * digits. A dash stands for an absent word.
 */
final class EncodedLine {

    private static final String NOTHING = "-";
    private static final String HEX = "0123456789ABCDEF";

    private EncodedLine() {}

    static String line(List<String> words) {
        return String.join(" ", words);
    }

    /**
     * Splits a line into words.
     *
     * @param limit how many words at most; the last one takes the rest of the line
     */
    static List<String> of(String line, int limit) {
        return List.of(line.split(" ", limit));
    }

    static String word(Optional<String> text) {
        return text.map(EncodedLine::word).orElse(NOTHING);
    }

    static String word(String text) {
        if (text.isEmpty() || text.equals(NOTHING)) {
            return text.isEmpty() ? "%" : "%2D";
        }
        StringBuilder word = new StringBuilder(text.length());
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            if (one > ' ' && one < 0x7F && one != '%') {
                word.append((char) one);
            } else {
                word.append('%').append(HEX.charAt((one >> 4) & 0xF)).append(HEX.charAt(one & 0xF));
            }
        }
        return word.toString();
    }

    /** @throws IllegalArgumentException if the word is not one that {@link #word(Optional)} returns */
    static Optional<String> text(String word) {
        if (word.equals(NOTHING)) {
            return Optional.empty();
        }
        if (word.equals("%")) {
            return Optional.of("");
        }
        List<Byte> bytes = new ArrayList<>(word.length());
        for (int at = 0; at < word.length(); at++) {
            char one = word.charAt(at);
            if (one != '%') {
                bytes.add((byte) one);
                continue;
            }
            if (at + 3 > word.length()) {
                throw new IllegalArgumentException(
                        "Cannot decode the text '" + word + "': it ends in the middle of a character");
            }
            bytes.add((byte) Integer.parseInt(word.substring(at + 1, at + 3), 16));
            at += 2;
        }
        byte[] utf8 = new byte[bytes.size()];
        for (int at = 0; at < utf8.length; at++) {
            utf8[at] = bytes.get(at);
        }
        return Optional.of(new String(utf8, StandardCharsets.UTF_8));
    }
}
