package io.tidemark.site;

import java.util.Map;
import java.util.TreeMap;

/**
 * A JSON response.
 *
 * @param status the HTTP status
 * @param json the body
 * @param headers additional headers
 */
record Reply(int status, String json, Map<String, String> headers) {

    static Reply json(int status, String json) {
        return new Reply(status, json, Map.of());
    }

    /** An error, for programs and for people. */
    static Reply problem(int status, String message) {
        return json(status, "{\"error\":" + Json.quoted(message) + "}\n");
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, json, Map.copyOf(more));
    }
}
