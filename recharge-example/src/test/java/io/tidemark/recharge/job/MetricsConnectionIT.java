package io.tidemark.recharge.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.offset.Governor;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig.RedisConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/** The Redis of a configuration: what its failures say, and how stores and tools know it. */
class MetricsConnectionIT {

    @Test
    void aServerThatRunsAndRefusesIsShownInItsOwnWords() {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RedisClient admin = RedisClient.create(redis.uri())) {
            setUser(admin, "on", ">secret", "+@all", "~*");

            assertThatThrownBy(() ->
                            MetricsConnection.open(config(redis, "redis.user", "reader", "redis.password", "wrong")))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageStartingWith("Cannot use Redis at " + redis.uri() + ": it answers 'WRONGPASS")
                    .hasMessageEndingWith("check redis.user and redis.password");

            setUser(admin, "-ping");

            assertThatThrownBy(() ->
                            MetricsConnection.open(config(redis, "redis.user", "reader", "redis.password", "secret")))
                    .hasMessageContaining("it answers 'NOPERM")
                    .hasMessageContaining("'ping'");
        }
    }

    @Test
    void aServerThatDoesNotRunIsUnreachable() {
        RedisConfig gone;
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            gone = config(redis);
        }

        assertThatThrownBy(() -> MetricsConnection.open(gone))
                .hasMessageStartingWith("Cannot reach Redis at redis://127.0.0.1:")
                .hasMessageContaining("check that it runs");
    }

    @Test
    void aStoreThatFollowsTheLedgerRecordsTheUrlThatOpensIt() {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                MetricsConnection plain = MetricsConnection.open(config(redis));
                MetricsConnection tls =
                        MetricsConnection.lazily(config(redis, "redis.url", "rediss://metrics.example:6380"))) {
            assertThat(url(plain)).contains(redis.uri());
            assertThat(url(tls)).contains("rediss://metrics.example:6380");
        }
    }

    private static void setUser(RedisClient admin, String... rules) {
        admin.executeCommand(
                new CommandArguments(Command.ACL).add("SETUSER").add("reader").addObjects((Object[]) rules));
    }

    private static Optional<String> url(MetricsConnection connection) {
        return ((Governor.Sink) Governor.sink(connection.sink())).url();
    }

    private static RedisConfig config(EmbeddedRedis redis, String... settings) {
        Map<String, String> overrides = new HashMap<>(Map.of("redis.url", redis.uri()));
        for (int i = 0; i < settings.length; i += 2) {
            overrides.put(settings[i], settings[i + 1]);
        }
        return ConfigFiles.read(Optional.empty(), Map.of(), overrides).redis();
    }
}
