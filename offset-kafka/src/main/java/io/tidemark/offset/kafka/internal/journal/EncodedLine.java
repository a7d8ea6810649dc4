package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.spi.PercentEncoding;
import java.util.List;
import java.util.Optional;

/**
 * Encodes and decodes lines of words that are separated by blanks. Blanks, control characters and all characters
 * outside ASCII are percent-encoded. A dash stands for an absent word.
 */
public final class EncodedLine {

    private static final String NOTHING = "-";
    private static final String EMPTY = "%";
    private static final PercentEncoding ENCODING = PercentEncoding.allowing(point -> point > ' ' && point < 0x7F);

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

    public static String word(Optional<String> text) {
        return text.map(EncodedLine::word).orElse(NOTHING);
    }

    public static String word(String text) {
        if (text.isEmpty() || text.equals(NOTHING)) {
            return text.isEmpty() ? EMPTY : "%2D";
        }
        return ENCODING.encode(text);
    }

    /** @throws IllegalArgumentException if the word is not one that {@link #word(Optional)} returns */
    static Optional<String> text(String word) {
        if (word.equals(NOTHING)) {
            return Optional.empty();
        }
        return Optional.of(word.equals(EMPTY) ? "" : PercentEncoding.decode(word));
    }
}
