package io.tidemark.site;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** A response body, compressed once regardless of how often it is sent. The arrays must not be changed. */
final class Body {

    /** Smaller bodies do not fill a packet anyway. */
    private static final int WORTH_ZIPPING = 1024;

    private final String type;
    private final byte[] plain;
    private final Optional<byte[]> zipped;
    private final String tag;

    private Body(String type, byte[] plain, Optional<byte[]> zipped, String tag) {
        this.type = type;
        this.plain = plain;
        this.zipped = zipped;
        this.tag = tag;
    }

    /** The media type. */
    String type() {
        return type;
    }

    /** The uncompressed bytes. */
    byte[] plain() {
        return plain;
    }

    /** The bytes compressed by gzip; empty if compression would gain nothing. */
    Optional<byte[]> zipped() {
        return zipped;
    }

    /** The tag of the content. */
    String tag() {
        return tag;
    }

    static Body of(String type, byte[] bytes) {
        Optional<byte[]> zipped = Optional.of(bytes)
                .filter(all -> all.length >= WORTH_ZIPPING)
                .map(Body::zip)
                .filter(smaller -> smaller.length < bytes.length);
        return new Body(type, bytes, zipped, hash(bytes));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Cannot name content: this JVM has no SHA-256", e);
        }
    }

    private static byte[] zip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length / 3);
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
