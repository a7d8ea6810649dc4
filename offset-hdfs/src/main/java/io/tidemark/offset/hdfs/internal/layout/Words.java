package io.tidemark.offset.hdfs.internal.layout;

import io.tidemark.offset.spi.PercentEncoding;
import io.tidemark.offset.spi.ReceiptLines;

/** Encodes texts as words without spaces. Control characters, spaces and {@code %} are percent-encoded. */
final class Words {

    static final String NONE = "-";

    static final ReceiptLines LINES = new ReceiptLines(Words::of, Words::text);

    private static final PercentEncoding ENCODING = PercentEncoding.allowing(Words::isAllowed);
    private static final String EMPTY = "%";

    private Words() {}

    static String of(String text) {
        return text.isEmpty() ? EMPTY : ENCODING.encode(text);
    }

    /** @throws IllegalArgumentException if the word is not one that {@link #of} returns */
    static String text(String word) {
        return word.equals(EMPTY) ? "" : PercentEncoding.decode(word);
    }

    private static boolean isAllowed(int point) {
        return !Character.isISOControl(point)
                && !Character.isWhitespace(point)
                && !Character.isSpaceChar(point)
                && Character.getType(point) != Character.FORMAT;
    }
}
