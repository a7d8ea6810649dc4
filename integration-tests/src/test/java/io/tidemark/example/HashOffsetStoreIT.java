package io.tidemark.example;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.OffsetStoreContract;
import io.tidemark.servers.TestRedis;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.RedisClient;

class HashOffsetStoreIT extends OffsetStoreContract {

    private static TestRedis server;
    private static RedisClient redis;

    private final String prefix = "offsets:" + UUID.randomUUID() + ":";

    @BeforeAll
    static void start() {
        server = TestRedis.start();
        redis = RedisClient.create(server.uri());
    }

    @AfterAll
    static void stop() {
        redis.close();
        server.close();
    }

    @Override
    protected OffsetStore openStore(WriterName writer) {
        return new HashOffsetStore(redis, prefix, writer);
    }
}
