package io.tidemark.site;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parses the parameters of a URL. */
final class Parameters {

    private Parameters() {}

    /**
     * Parses the parameters of a query.
     *
     * @param known the names that the URL accepts
     * @throws BadRequestException if the query is malformed, or has an unknown parameter, or one twice
     */
    static Map<String, String> of(Optional<String> rawQuery, Set<String> known) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : rawQuery.orElse("").split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw new BadRequestException(
                        "there is no parameter '" + name + "' here, only " + String.join(", ", new TreeSet<>(known)));
            }
            if (parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw new BadRequestException("parameter '" + name + "' is given twice");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("the query is malformed: " + e.getMessage(), e);
        }
    }
}
