package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a visitor has to know where the page is open to a network. Never printed.
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

    /** Compares in a time that does not tell how much of the guess is right. */
    boolean matches(String guess) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), guess.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "Password[***]";
    }
}
