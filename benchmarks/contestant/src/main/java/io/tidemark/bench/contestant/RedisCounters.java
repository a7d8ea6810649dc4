package io.tidemark.bench.contestant;

import java.net.URI;
import redis.clients.jedis.RedisClient;

/** Counters in a hash of Redis, one for each name of {@link Totals}. */
public final class RedisCounters {

    /** What begins so is no counter. */
    public static final String ASIDE = "#";

    private RedisCounters() {}

    /** What a group's counters say. */
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
