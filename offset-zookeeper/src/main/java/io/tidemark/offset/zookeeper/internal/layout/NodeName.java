package io.tidemark.offset.zookeeper.internal.layout;

import io.tidemark.offset.spi.PercentEncoding;

/**
 * Encodes any text as the name of a node, and decodes it. Characters that ZooKeeper does not allow in names are
 * percent-encoded.
 */
public final class NodeName {

    private static final PercentEncoding ENCODING = PercentEncoding.allowing(NodeName::isAllowed);
    private static final String EMPTY = "%";

    private NodeName() {}

    public static String of(String text) {
        return text.equals(".") || text.equals("..") ? "%2E" + text.substring(1) : ENCODING.encode(text);
    }

    /** Encodes a text, which may be empty, as a name without spaces, for lines of words. */
    static String word(String text) {
        return text.isEmpty() ? EMPTY : of(text).replace(" ", "%20");
    }

    /**
     * Decodes a name.
     *
     * @throws IllegalArgumentException if the name is not one that {@link #of} or {@link #word} returns
     */
    public static String text(String name) {
        return name.equals(EMPTY) ? "" : PercentEncoding.decode(name);
    }

    private static boolean isAllowed(int point) {
        return point != '/'
                && point >= 0x20
                && !(point >= 0x7F && point <= 0x9F)
                && !(point >= 0xE000 && point <= 0xF8FF)
                && point < 0xFFF0;
    }
}
