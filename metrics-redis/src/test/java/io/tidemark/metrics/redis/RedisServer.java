package io.tidemark.metrics.redis;

import io.tidemark.embedded.EmbeddedRedis;
import redis.clients.jedis.RedisClient;

/** One server for all tests that leave it as it is. */
final class RedisServer {

    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final RedisClient CLIENT = RedisClient.create(SERVER.uri());

    private RedisServer() {}

    static RedisClient client() {
        return CLIENT;
    }

    static EmbeddedRedis server() {
        return SERVER;
    }
}
