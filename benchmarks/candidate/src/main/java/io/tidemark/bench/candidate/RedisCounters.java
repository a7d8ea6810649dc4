package io.tidemark.bench.candidate;

import java.net.URI;
import redis.clients.jedis.RedisClient;

/** Counters in a Redis hash, one for each name of {@link Totals}. */
public final class RedisCounters {

    /** The prefix of fields that are not counters. */
    public static final String ASIDE = "#";

    private RedisCounters() {}

    /** Reads a group's counters. */
    public static Totals totals(URI redis, String group) {
        Totals totals = new Totals();
        try (RedisClient client = RedisClient.create(redis)) {
            client.hgetAll(group).forEach((name, number) -> {
                if (!name.startsWith(ASIDE)) {
                    totals.add(name, Long.parseLong(number));
                }
            });
        }
        return totals;
    }
}
