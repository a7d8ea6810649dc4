package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts, which lie beside this class as files. */
enum Script {
    WRITE("write.lua"),
    INITIALIZE("initialize.lua"),
    REPOSITION("reposition.lua"),
    GOVERNOR("governor.lua"),
    READ("read.lua");

    private final String text;
    private final String digest;

    Script(String resource) {
        this.text = load(resource);
        this.digest = sha1(GroupKeys.utf8(text));
    }

    /** What the server runs. */
    String text() {
        return text;
    }

    /** Under which name the server knows it. */
    String digest() {
        return digest;
    }

    private static String load(String resource) {
        try (InputStream stream = Script.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("Cannot load script " + resource + ": it is not beside its class");
            }
            return GroupKeys.text(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
