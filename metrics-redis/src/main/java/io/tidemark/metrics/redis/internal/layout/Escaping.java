package io.tidemark.metrics.redis.internal.layout;

import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.spi.PercentEncoding;

/** Percent-encodes and decodes texts between the separators of a key or a field. */
public final class Escaping {

    private static final String SEPARATORS = "{}:,=";
    private static final PercentEncoding ENCODING =
            PercentEncoding.allowing(point -> point > ' ' && point != 0x7F && SEPARATORS.indexOf(point) < 0);

    private Escaping() {}

    public static String escape(String text) {
        return ENCODING.encode(text);
    }

    /** @throws OffsetStoreException if the text is not a result of {@link #escape} */
    static String unescape(String escaped) {
        try {
            return PercentEncoding.decode(escaped);
        } catch (IllegalArgumentException e) {
            throw new OffsetStoreException(
                    "Cannot read '" + escaped + "' as an escaped name: a % in it is not followed by the bytes of a"
                            + " character; another program wrote this key or field, remove it",
                    e);
        }
    }
}
