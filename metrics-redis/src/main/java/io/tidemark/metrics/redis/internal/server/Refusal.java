package io.tidemark.metrics.redis.internal.server;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import java.util.List;

/** The message for a write that a script has refused. */
public final class Refusal {

    private Refusal() {}

    /**
     * The exception for a write that the script has refused.
     *
     * @param details the reason and its values, as the scripts reply after {@code refused}
     */
    public static OffsetStoreException of(String what, GroupId group, ServerName server, List<String> details) {
        return new OffsetStoreException(
                "Cannot write " + what + " of group " + group + " to " + server + ": " + reason(details));
    }

    private static String reason(List<String> details) {
        return switch (details.get(0)) {
            case "version" ->
                "the server is older than Redis 7; nothing was written" + RedisRemedies.advice(RedisRemedies.VERSION);
            case "permission" ->
                "the Redis user may not call " + details.get(1)
                        + (details.size() > 2 ? " on key " + details.get(2) : "") + "; nothing was written"
                        + RedisRemedies.advice(RedisRemedies.PERMISSION);
            case "command" ->
                "the server does not have the command " + details.get(1) + ": " + details.get(2)
                        + "; nothing was written" + RedisRemedies.advice(RedisRemedies.COMMAND);
            case "server" ->
                "the server answers for key " + details.get(1) + ": " + details.get(2) + "; nothing was written"
                        + RedisRemedies.advice(RedisRemedies.code(details.get(2)));
            case "layout" ->
                "key " + details.get(1) + " has layout version " + details.get(2) + ", this program writes version "
                        + details.get(3)
                        + "; nothing was written. Use the version of Tidemark that wrote the key, or another key"
                        + " prefix (keyPrefix)";
            case "kind" ->
                "metric " + details.get(1) + " is a " + details.get(3) + ", but is stored as a " + details.get(2)
                        + "; nothing was written. Give the metric another name, or write the kind that is stored";
            case "value" ->
                "key " + details.get(1) + ", field '" + details.get(2) + "' holds '" + details.get(3)
                        + "', which is no value of a sink; nothing was written. Another program changed the field: set it"
                        + " to the value that it had";
            case "overflow" ->
                "key " + details.get(1) + ", field '" + details.get(2) + "': " + details.get(3) + " and "
                        + details.get(4)
                        + " add up to more than a 64-bit number holds; nothing was written. Measure in a larger unit, or"
                        + " set the sink to SumOverflow.SATURATE";
            default -> String.join(" ", details) + "; nothing was written";
        };
    }
}
