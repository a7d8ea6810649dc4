package io.tidemark.metrics.redis.internal.server;

import java.util.HashMap;
import java.util.Map;

/** Parses the answer to the command INFO. */
final class Info {

    private Info() {}

    static Map<String, String> parse(String info) {
        Map<String, String> values = new HashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return values;
    }
}
