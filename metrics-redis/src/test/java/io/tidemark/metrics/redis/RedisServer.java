package io.tidemark.metrics.redis;

import io.tidemark.servers.TestRedis;
import redis.clients.jedis.RedisClient;

/** One server for all tests that leave it as it is. */
final class RedisServer {

    private static final TestRedis SERVER = TestRedis.start();
    private static final RedisClient CLIENT = RedisClient.create(SERVER.uri());

    private RedisServer() {}

    static RedisClient client() {
        return CLIENT;
    }

    static TestRedis server() {
        return SERVER;
    }
}
