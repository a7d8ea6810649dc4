package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The password of a page that is open to a network. Never printed.
 *
 * @param value the password; not blank
 */
public record Password(String value) {

    /** @throws IllegalArgumentException if the password is blank */
    public Password {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Cannot protect the page: the password is blank");
        }
    }

    /** Compares in constant time. */
    boolean matches(String guess) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), guess.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Password[***]";
    }
}
