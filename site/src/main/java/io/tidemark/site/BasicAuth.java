package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** HTTP basic authentication with one password, under whatever user name. */
final class BasicAuth {

    static final String CHALLENGE = "Basic realm=\"Tidemark\", charset=\"UTF-8\"";

    private static final String SCHEME = "Basic ";

    private final Optional<Password> password;

    BasicAuth(Optional<Password> password) {
        this.password = password;
    }

    boolean accepts(Optional<String> authorization) {
        return password.isEmpty()
                || authorization
                        .flatMap(BasicAuth::guess)
                        .filter(password.get()::matches)
                        .isPresent();
    }

    private static Optional<String> guess(String authorization) {
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
