package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Marks a browser that has sent the right password since the server started. It does not replace the password; it only
 * exempts the browser from the delays of {@link LoginGuard}.
 */
final class VisitorCookie {

    private static final String NAME = "tidemark-visitor";

    private final String value;

    VisitorCookie() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        value = HexFormat.of().formatHex(random);
    }

    /** Whether a {@code Cookie} header holds it. */
    boolean isIn(String cookies) {
        for (String cookie : cookies.split(";", -1)) {
            if (MessageDigest.isEqual(bytes(cookie.strip()), bytes(NAME + "=" + value))) {
                return true;
            }
        }
        return false;
    }

    /** The value of a {@code Set-Cookie} header. */
    String header() {
        return NAME + "=" + value + "; Path=/; HttpOnly; SameSite=Strict";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
