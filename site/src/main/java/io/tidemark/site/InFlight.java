package io.tidemark.site;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests that a client has answered at a time. */
final class InFlight {

    private final int most;
    private final Map<Client, Integer> counts = new ConcurrentHashMap<>();

    InFlight(int most) {
        this.most = most;
    }

    /** Whether the client may have one more; then {@link #end} must follow. */
    boolean begin(Client client) {
        int count = counts.merge(client, 1, Integer::sum);
        if (count > most) {
            end(client);
            return false;
        }
        return true;
    }

    void end(Client client) {
        counts.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    }
}
