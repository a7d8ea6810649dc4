package io.tidemark.offset.hbase.internal.layout;

import io.tidemark.offset.spi.PercentEncoding;

/** Encodes any text as a word of visible ASCII characters, and decodes it. */
final class Words {

    /** The word for a value that is unknown. No encoded text is equal to it. */
    static final String NONE = "-";

    private static final PercentEncoding ENCODING = PercentEncoding.allowing(point -> point > 0x20 && point < 0x7F);
    private static final String EMPTY = "%";
    private static final String DASH = "%2D";

    private Words() {}

    static String encode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        return text.equals(NONE) ? DASH : ENCODING.encode(text);
    }

    /** @throws IllegalArgumentException if the word is not one that {@link #encode} returns */
    static String decode(String word) {
        return word.equals(EMPTY) ? "" : PercentEncoding.decode(word);
    }
}
