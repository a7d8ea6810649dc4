package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.redis.EmbeddedRedis;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class EmbeddedRedisIT extends ServerContract<EmbeddedRedis> {

    EmbeddedRedisIT() {
        super(Kind.REDIS, EmbeddedRedis.start());
    }

    @Test
    void settingsReachTheServer() {
        ServerOptions options =
                ServerOptions.temporary().setting("maxmemory", "7mb").setting("save", "3600 1");
        try (EmbeddedRedis redis = EmbeddedRedis.start(options);
                Jedis client = RedisProbe.connect(redis.address())) {
            assertThat(client.configGet("maxmemory")).containsEntry("maxmemory", String.valueOf(7 * 1024 * 1024));
            assertThat(client.configGet("save")).containsEntry("save", "3600 1");
        }
    }

    @Test
    void aServerWithAPasswordStarts() {
        ServerOptions options = ServerOptions.temporary().setting("requirepass", "secret");
        try (EmbeddedRedis redis = EmbeddedRedis.start(options);
                Jedis client = RedisProbe.connect(redis.address())) {
            assertThat(client.auth("secret")).isEqualTo("OK");
        }
    }

    @Test
    void theUriLeadsToTheServer() {
        try (Jedis client = new Jedis(URI.create(server().uri()))) {
            assertThat(client.ping()).isEqualTo("PONG");
        }
    }

    @Test
    void onGivenDataEveryAnswerIsOnTheDiskFirst(@TempDir Path directory) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(ServerOptions.at(directory));
                Jedis client = RedisProbe.connect(redis.address())) {
            assertThat(client.configGet("appendfsync")).containsEntry("appendfsync", "always");
        }
    }
}
