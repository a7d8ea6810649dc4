package io.tidemark.offset.jdbc.internal.table;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Checks which names a column of a character set can hold. */
public final class Charsets {

    private static final Charset LATIN1 = Charset.forName("windows-1252");

    private Charsets() {}

    /**
     * Whether a name can be written in a character set. For unknown character sets the answer is yes; a value that the
     * column does not keep is then detected when it is read back.
     */
    public static boolean canHold(String charset, String name) {
        return switch (charset.toLowerCase(Locale.ROOT)) {
            case "ascii" -> StandardCharsets.US_ASCII.newEncoder().canEncode(name);
            case "latin1" -> LATIN1.newEncoder().canEncode(name);
            case "utf8", "utf8mb3", "ucs2" -> name.chars().noneMatch(unit -> Character.isSurrogate((char) unit));
            default -> true;
        };
    }

    /** How much of a column's length a name takes: bytes if the column has no character set, otherwise characters. */
    public static long length(String charset, String name) {
        return charset.isEmpty() ? name.getBytes(StandardCharsets.UTF_8).length : name.codePointCount(0, name.length());
    }
}
