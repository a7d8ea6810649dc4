package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class EmbeddedRedisIT {

    @Test
    void dataSurvivesStopAndKill() {
        try (EmbeddedRedis redis = Timed.start("Redis", EmbeddedRedis::start)) {
            call(redis, client -> client.set("a", "1"));
            redis.stop();
            assertThat(redis.isRunning()).isFalse();
            redis.restart();
            call(redis, client -> client.set("b", "2"));
            redis.kill();
            assertThat(redis.isRunning()).isFalse();
            redis.restart();
            assertThat(redis.isRunning()).isTrue();
            try (Jedis client = client(redis)) {
                assertThat(client.mget("a", "b")).containsExactly("1", "2");
            }
        }
    }

    @Test
    void aGivenDirectoryGoesOnWhereItStopped(@TempDir Path directory) {
        try (EmbeddedRedis redis = EmbeddedRedis.start(ServerOptions.at(directory))) {
            call(redis, client -> client.set("a", "1"));
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start(ServerOptions.at(directory));
                Jedis client = client(redis)) {
            assertThat(client.get("a")).isEqualTo("1");
            assertThat(client.configGet("appendfsync")).containsEntry("appendfsync", "always");
        }
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItIsThawed() {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Jedis client = client(redis)) {
            client.set("a", "1");
            redis.freeze();
            assertThat(redis.isRunning()).isTrue();
            assertThatThrownBy(() -> client.get("a"))
                    .isInstanceOf(JedisConnectionException.class)
                    .hasMessageContaining("timed out");
            redis.thaw();
            try (Jedis another = client(redis)) {
                assertThat(another.get("a")).isEqualTo("1");
            }
        }
    }

    @Test
    void settingsReachTheServer() {
        ServerOptions options =
                ServerOptions.temporary().setting("maxmemory", "7mb").setting("save", "3600 1");
        try (EmbeddedRedis redis = EmbeddedRedis.start(options);
                Jedis client = client(redis)) {
            assertThat(client.configGet("maxmemory")).containsEntry("maxmemory", String.valueOf(7 * 1024 * 1024));
            assertThat(client.configGet("save")).containsEntry("save", "3600 1");
        }
    }

    @Test
    void theUriLeadsToTheServer() {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                Jedis client = new Jedis(URI.create(redis.uri()))) {
            assertThat(client.ping()).isEqualTo("PONG");
        }
    }

    private static void call(EmbeddedRedis redis, Consumer<Jedis> work) {
        try (Jedis client = client(redis)) {
            work.accept(client);
        }
    }

    private static Jedis client(EmbeddedRedis redis) {
        return new Jedis(
                HostAndPort.from(redis.address()),
                DefaultJedisClientConfig.builder().timeoutMillis(500).build());
    }
}
