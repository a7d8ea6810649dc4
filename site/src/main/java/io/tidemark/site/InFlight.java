package io.tidemark.site;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the concurrent requests of a client. */
final class InFlight {

    private final int most;
    private final Map<Client, Integer> counts = new ConcurrentHashMap<>();

    InFlight(int most) {
        this.most = most;
    }

    /** Whether the client may have another one; then {@link #end} must follow. */
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
