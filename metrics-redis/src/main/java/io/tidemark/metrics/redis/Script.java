package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.layout.GroupKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The Lua scripts. Their files are in the package of this class. */
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

    /** The text of the script. */
    String text() {
        return text;
    }

    /** The digest by which the server identifies the script. */
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
