package io.tidemark.bench.candidate;

import java.net.URI;
import redis.clients.jedis.RedisClient;

/** Counters in a Redis hash. */
public final class RedisCounters {

    /** The prefix of fields that are not counters. */
    public static final String ASIDE = "#";

    private RedisCounters() {}

    /** Reads the totals of a group whose counters have the names of {@link Totals}. */
    public static Totals totals(URI redis, String group) {
        Totals totals = new Totals();
        try (RedisClient client = RedisClients.open(redis)) {
            client.hgetAll(group).forEach((name, number) -> {
                if (!name.startsWith(ASIDE)) {
                    totals.add(name, Long.parseLong(number));
                }
            });
        }
        return totals;
    }

    /** Reads the totals of a group whose counters are those of {@link CountFields}. */
    public static Totals totalsOfFields(URI redis, String group) {
        Totals totals = new Totals();
        try (RedisClient client = RedisClients.open(redis)) {
            client.hgetAll(group).forEach((name, number) -> {
                if (!name.startsWith(ASIDE)) {
                    CountFields.addTo(totals, name, Long.parseLong(number));
                }
            });
        }
        return totals;
    }
}
