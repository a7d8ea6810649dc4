package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** HTTP basic authentication with one password and any user name. */
final class BasicAuth {

    static final String CHALLENGE = "Basic realm=\"Tidemark\", charset=\"UTF-8\"";

    private static final String SCHEME = "Basic ";

    private BasicAuth() {}

    /** The password in an {@code Authorization} header; empty if there is none. */
    static Optional<String> password(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            String pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(SCHEME.length()).strip()),
                    StandardCharsets.UTF_8);
            return pair.indexOf(':') < 0 ? Optional.empty() : Optional.of(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
