package io.tidemark.site;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response that is sent at once and as a whole.
 *
 * @param status the HTTP status
 * @param body the body
 * @param cacheControl how long a browser may cache it
 * @param headers additional headers
 */
record Reply(int status, Body body, String cacheControl, Map<String, String> headers) {

    private static final String JSON = "application/json; charset=utf-8";

    /** A response that may be requested again at any time. */
    static Reply json(int status, String json) {
        return new Reply(status, Body.of(JSON, json.getBytes(StandardCharsets.UTF_8)), "no-store", Map.of());
    }

    /** An error, for programs and for people. */
    static Reply problem(int status, String message) {
        return json(status, "{\"error\":" + Json.quoted(message) + "}\n");
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, cacheControl, Map.copyOf(more));
    }
}
