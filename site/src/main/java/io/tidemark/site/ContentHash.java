package io.tidemark.site;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names content by its hash. */
final class ContentHash {

    private static final int LENGTH = 16;

    private ContentHash() {}

    /** The first hexadecimal digits of the SHA-256 of all parts together. */
    static String of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot name content: this JVM has no SHA-256", e);
        }
    }
}
