package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.server.RedisRemedies;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Opens the ledger of a Redis sink as an offset store, by URLs such as {@code redis://host:6379/0?key-prefix=tidemark}
 * or, over TLS, {@code rediss://host:6379}. Several hosts are nodes of a cluster or, with {@code sentinel-master},
 * sentinels.
 *
 * @since 0.1
 */
public final class RedisStoreProvider implements OffsetStoreProvider {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,5}/?");
    private static final int DEFAULT_PORT = 6379;
    private static final int DEFAULT_SENTINEL_PORT = 26379;

    /** For the service loader. */
    public RedisStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("redis", "rediss");
    }

    @Override
    public String example() {
        return "redis://host:6379";
    }

    @Override
    public OpenOffsetStore open(StoreSettings settings) {
        Optional<String> master = settings.text("sentinel-master");
        JedisClientConfig config = config(settings);
        RedisMetricSinkSettings.Builder sink =
                RedisMetricSinkSettings.builder().keepForever().writer(settings.writer());
        settings.text("key-prefix").ifPresent(prefix -> keyPrefix(settings, sink, prefix));
        if (settings.hosts().isEmpty()) {
            settings.problem("the URL must contain at least one host, redis://host:6379");
        }
        if (settings.hosts().contains(",") && config.getDatabase() != 0) {
            settings.problem("the URL names database " + config.getDatabase() + ", but a cluster has only database 0");
        }
        settings.requireValid();

        if (master.isEmpty()) {
            // the client of a cluster or of sentinels knows its nodes better than the URL does
            sink.server(settings.address());
        }
        try {
            UnifiedJedis client = client(settings, master, config);
            return new OpenOffsetStore(new RedisMetricSink(client, sink.build()), settings.address(), client::close);
        } catch (JedisException e) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": " + RedisRemedies.words(e)
                            + RedisRemedies.advice(e),
                    e);
        }
    }

    private static JedisClientConfig config(StoreSettings settings) {
        int millis = (int) Math.min(
                Integer.MAX_VALUE, settings.duration("timeout").orElse(TIMEOUT).toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis);
        if (settings.scheme().equals("rediss")) {
            config.sslOptions(SslOptions.defaults());
        }
        settings.text("user").ifPresent(config::user);
        settings.secret("password").ifPresent(config::password);
        if (!DATABASE.matcher(settings.path()).matches()) {
            settings.problem("the path of the URL must be the number of a database, as in redis://host:6379/2");
        } else if (settings.path().length() > 1) {
            config.database(Integer.parseInt(settings.path().replace("/", "")));
        }
        return config.build();
    }

    private static void keyPrefix(StoreSettings settings, RedisMetricSinkSettings.Builder sink, String prefix) {
        if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("}")) {
            settings.problem("key-prefix is '" + prefix + "', but must not be empty or contain braces");
        } else {
            sink.keyPrefix(prefix);
        }
    }

    private static UnifiedJedis client(StoreSettings settings, Optional<String> master, JedisClientConfig config) {
        if (master.isPresent()) {
            return RedisSentinelClient.builder()
                    .masterName(master.get())
                    .sentinels(nodes(settings, DEFAULT_SENTINEL_PORT))
                    .clientConfig(config)
                    .build();
        }
        Set<HostAndPort> nodes = nodes(settings, DEFAULT_PORT);
        return nodes.size() == 1
                ? RedisClient.builder()
                        .hostAndPort(nodes.iterator().next())
                        .clientConfig(config)
                        .build()
                : RedisClusterClient.builder().nodes(nodes).clientConfig(config).build();
    }

    private static Set<HostAndPort> nodes(StoreSettings settings, int defaultPort) {
        return Arrays.stream(settings.hosts().split(","))
                .map(host -> host.matches(".*:\\d+") ? HostAndPort.from(host) : new HostAndPort(host, defaultPort))
                .collect(Collectors.toSet());
    }
}
