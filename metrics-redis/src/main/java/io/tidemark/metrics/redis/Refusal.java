package io.tidemark.metrics.redis;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.List;

/** Why a script has written nothing, in words. */
final class Refusal {

    private Refusal() {}

    /** @param details the reason and what belongs to it, as the scripts reply after {@code refused} */
    static OffsetStoreException of(String what, GroupId group, ServerName server, List<String> details) {
        String why =
                switch (details.get(0)) {
                    case "version" ->
                        "the server is older than Redis 7; nothing was written. Use Redis 7 or later, or" + " Valkey";
                    case "permission" ->
                        "the Redis user must not call " + details.get(1)
                                + "; nothing was written. Grant it, see docs/redis-layout.md";
                    case "server" ->
                        "key " + details.get(1) + ": " + details.get(2)
                                + "; nothing was written. Somebody else wrote this key, or the Redis user must not read it:"
                                + " remove the key or grant the permission";
                    case "layout" ->
                        "key " + details.get(1) + " says that the layout is version " + details.get(2)
                                + ", this is version " + details.get(3)
                                + "; nothing was written. Use the version that wrote it, or another key prefix";
                    case "kind" ->
                        "metric " + details.get(1) + " is a " + details.get(3)
                                + ", what was written before is a " + details.get(2)
                                + "; nothing was written. Give the metric another name, or write the kind that it has";
                    case "value" ->
                        "key " + details.get(1) + ", field '" + details.get(2) + "' holds '"
                                + details.get(3) + "', which no sink wrote; nothing was written. Put its value back, or"
                                + " remove the field";
                    case "overflow" ->
                        "key " + details.get(1) + ", field '" + details.get(2) + "': "
                                + details.get(3) + " and " + details.get(4)
                                + " add up to more than a 64-bit number holds; nothing was written. Measure in a larger"
                                + " unit";
                    default -> String.join(" ", details);
                };
        return new OffsetStoreException("Cannot write " + what + " of group " + group + " to " + server + ": " + why);
    }
}
