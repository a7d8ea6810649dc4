package io.tidemark.bench.costs;

import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.kafka.EmbeddedKafka;
import io.tidemark.recharge.config.ConfigFiles;
import io.tidemark.recharge.config.RechargeConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.servers.LocalServers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Kafka, Redis and MariaDB on this machine, the latter as durable as in production. */
final class Servers implements AutoCloseable {

    /** The largest limit of a write to Redis: a benchmark decides itself how much it writes at once. */
    static final int ANY_WRITE_SIZE = 10_000_000;

    private static final int PATIENCE_MS = 60_000;

    private final LocalServers servers;
    private final RechargeConfig config;

    private Servers(LocalServers servers) {
        this.servers = servers;
        this.config = config(Map.of());
    }

    /** Starts them. */
    static Servers start() {
        return new Servers(LocalServers.start(StoreType.MYSQL, Servers::options));
    }

    private static ServerOptions options(String server) {
        ServerOptions options = ServerOptions.temporary();
        return switch (server) {
            case "mysql" -> options.setting("innodb-flush-log-at-trx-commit", "1");
            // ten thousand partitions are as many files
            case "kafka" -> options.setting("log.index.size.max.bytes", "4096");
            default -> options;
        };
    }

    /** The cluster. */
    EmbeddedKafka kafka() {
        return servers.kafka();
    }

    /** How the example's parts reach them. */
    RechargeConfig config() {
        return config;
    }

    /** The same with settings of one's own. */
    RechargeConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(servers.settings());
        all.putAll(settings);
        return ConfigFiles.read(Optional.empty(), Map.of(), all);
    }

    /** A client of Redis, patient enough for large writes on a busy machine. To be closed. */
    RedisClient redis() {
        return RedisClient.builder()
                .hostAndPort(new HostAndPort(
                        config.redis().url().getHost(), config.redis().url().getPort()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .timeoutMillis(PATIENCE_MS)
                        .build())
                .build();
    }

    /** The keys of the configuration that say where they are. */
    Map<String, String> settings() {
        return servers.settings();
    }

    /** Where MariaDB is. */
    StoreConfig.MySql mysql() {
        return (StoreConfig.MySql) config.store();
    }

    @Override
    public void close() {
        servers.close();
    }
}
