package io.tidemark.it.faults;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.redis.EmbeddedRedis;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import java.util.Set;
import java.util.function.Consumer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

/** The sink on Redis. Full means {@code maxmemory} without eviction. */
final class RedisVictim extends Victim {

    private static final String USER = "job";
    private static final String PASSWORD = "correct";
    private static final String PREFIX = "faults";
    private static final int LIMIT_MILLIS = 1_000;

    private final EmbeddedRedis server;

    RedisVictim() {
        this(EmbeddedRedis.start(
                ServerOptions.temporary().setting("user", USER + " on >" + PASSWORD + " ~* &* +@all")));
    }

    private RedisVictim(EmbeddedRedis server) {
        super(server, WireProtocol.REDIS, server.address(), Set.of("EVALSHA", "EVAL"));
        this.server = server;
    }

    @Override
    Target open(Memory memory) {
        return open(address(), USER, PASSWORD, memory);
    }

    @Override
    Target openDirectly(Memory memory) {
        RedisClient client = RedisClient.create(HostAndPort.from(server.address()));
        return target(client, server.address(), memory);
    }

    private static Target open(String address, String user, String password, Memory memory) {
        return target(
                RedisClient.builder()
                        .hostAndPort(HostAndPort.from(address))
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .user(user)
                                .password(password)
                                .connectionTimeoutMillis(LIMIT_MILLIS)
                                .socketTimeoutMillis(LIMIT_MILLIS)
                                .build())
                        .build(),
                address,
                memory);
    }

    private static Target target(RedisClient client, String address, Memory memory) {
        RedisMetricSinkSettings settings = RedisMetricSinkSettings.builder()
                .keyPrefix(PREFIX)
                .keepForever()
                .server(address)
                .build();
        return new Target(
                memory.store(),
                new RedisMetricSink(client, settings),
                new RedisMetricReader(client, PREFIX),
                client::close);
    }

    @Override
    boolean isSink() {
        return true;
    }

    @Override
    void fill() {
        operate(redis -> redis.configSet("maxmemory", "1"));
    }

    @Override
    void free() {
        operate(redis -> redis.configSet("maxmemory", "0"));
    }

    @Override
    void spoilCredentials() {
        operate(redis -> redis.aclSetUser(USER, "resetpass", ">other"));
    }

    @Override
    void restoreCredentials() {
        operate(redis -> redis.aclSetUser(USER, "resetpass", ">" + PASSWORD));
    }

    @Override
    void prepareEmpty() {
        // its users stand in its configuration
    }

    private void operate(Consumer<Jedis> what) {
        try (Jedis redis = new Jedis(HostAndPort.from(server.address()))) {
            what.accept(redis);
        }
    }
}
