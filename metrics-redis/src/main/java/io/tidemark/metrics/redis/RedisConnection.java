package io.tidemark.metrics.redis;

import io.tidemark.offset.spi.StoreSettings;
import java.io.File;
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

/** The server and the login, from a URL and the settings beside it. */
final class RedisConnection {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern DATABASE = Pattern.compile("/?|/\\d{1,5}/?");
    private static final int DEFAULT_PORT = 6379;
    private static final int DEFAULT_SENTINEL_PORT = 26379;

    private final String hosts;
    private final Optional<String> master;
    private final JedisClientConfig config;

    private RedisConnection(String hosts, Optional<String> master, JedisClientConfig config) {
        this.hosts = hosts;
        this.master = master;
        this.config = config;
    }

    /** Reads the settings; what is wrong is added to their problems. */
    static RedisConnection of(StoreSettings settings) {
        JedisClientConfig config = config(settings);
        if (settings.hosts().isEmpty()) {
            settings.problem("the URL must contain at least one host, redis://host:6379");
        }
        Optional<String> master = settings.text("sentinel-master");
        if (settings.hosts().contains(",") && master.isEmpty() && config.getDatabase() != 0) {
            settings.problem("the URL names database " + config.getDatabase() + ", but a cluster has only database 0");
        }
        return new RedisConnection(settings.hosts(), master, config);
    }

    /** Whether the hosts are sentinels. */
    boolean isBySentinel() {
        return master.isPresent();
    }

    /**
     * A client, to be closed.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if a cluster or sentinels do not answer
     */
    UnifiedJedis open() {
        if (master.isPresent()) {
            return RedisSentinelClient.builder()
                    .masterName(master.get())
                    .sentinels(nodes(DEFAULT_SENTINEL_PORT))
                    .clientConfig(config)
                    .build();
        }
        Set<HostAndPort> nodes = nodes(DEFAULT_PORT);
        return nodes.size() == 1
                ? RedisClient.builder()
                        .hostAndPort(nodes.iterator().next())
                        .clientConfig(config)
                        .build()
                : RedisClusterClient.builder().nodes(nodes).clientConfig(config).build();
    }

    private static JedisClientConfig config(StoreSettings settings) {
        int millis = (int) Math.min(
                Integer.MAX_VALUE, settings.duration("timeout").orElse(TIMEOUT).toMillis());
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis);
        Optional<SslOptions> trusted = trusted(settings);
        if (settings.scheme().equals("rediss")) {
            config.sslOptions(trusted.orElseGet(SslOptions::defaults));
        } else if (trusted.isPresent()) {
            settings.problem("trust-store is for TLS: begin the URL with rediss://");
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

    /** The certificates of a file instead of those that the JVM trusts. */
    private static Optional<SslOptions> trusted(StoreSettings settings) {
        Optional<String> file = settings.text("trust-store");
        Optional<String> password = settings.secret("trust-store-password");
        if (file.isEmpty()) {
            password.ifPresent(unused -> settings.problem("trust-store-password is set, but trust-store is not"));
            return Optional.empty();
        }
        File store = new File(file.get());
        if (!store.canRead()) {
            settings.problem("trust-store is '" + file.get() + "', but there is no such file, or this user may not read"
                    + " it");
            return Optional.empty();
        }
        return Optional.of(SslOptions.builder()
                .truststore(store, password.map(String::toCharArray).orElse(null))
                .trustStoreType("PKCS12")
                .build());
    }

    private Set<HostAndPort> nodes(int defaultPort) {
        return Arrays.stream(hosts.split(","))
                .map(host -> host.matches(".*:\\d+") ? HostAndPort.from(host) : new HostAndPort(host, defaultPort))
                .collect(Collectors.toSet());
    }
}
