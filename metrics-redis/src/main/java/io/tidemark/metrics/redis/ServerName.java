package io.tidemark.metrics.redis;

import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * How messages call the server. Clients do not tell what they were made for, but a connection of a single server's client
 * knows its other end: it is asked once, while the server can be reached. Safe for use by several threads.
 */
final class ServerName {

    private final UnifiedJedis client;
    private volatile Optional<String> known;

    /** @param given the name that the settings have, which is then used */
    ServerName(UnifiedJedis client, Optional<String> given) {
        this.client = client;
        this.known = given;
    }

    /** Finds out, unless it is known. */
    void learn() {
        if (known.isPresent() || !(client instanceof RedisClient single)) {
            return;
        }
        try (Connection connection = single.getPool().getResource()) {
            known = Optional.of(String.valueOf(connection.getHostAndPort()));
        } catch (JedisException unreachable) {
            // the call that follows fails as well, and says why
        }
    }

    /** As in {@code Redis at 127.0.0.1:6379}. */
    @Override
    public String toString() {
        return known.map(name -> "Redis at " + name).orElse("Redis");
    }
}
