package io.tidemark.bench.candidate;

import java.net.URI;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/** Connects candidates to Redis. */
public final class RedisClients {

    /** A transaction with the increments of a million records can exceed the default of two seconds. */
    private static final int TIMEOUT_MILLIS = 60_000;

    private RedisClients() {}

    /** A client of the benchmark's Redis, which has no password and no TLS. */
    public static RedisClient open(URI redis) {
        return RedisClient.builder()
                .hostAndPort(redis.getHost(), redis.getPort())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .build())
                .build();
    }
}
