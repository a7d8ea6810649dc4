package io.tidemark.recharge.settings;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;

/**
 * How to connect to the Redis of the metrics.
 *
 * @param url {@code redis://host:port}, or {@code rediss://host:port} with TLS
 * @param user the user; empty for the default user
 * @param password the password; empty for none
 * @param timeout for connecting, and for each answer
 */
public record RedisAccess(URI url, String user, Secret password, Duration timeout) {

    private static final int DEFAULT_PORT = 6379;

    /** A new client, which connects when it is first used. The caller closes it. */
    public RedisClient client() {
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis);
        if ("rediss".equals(url.getScheme())) {
            client.sslOptions(SslOptions.defaults());
        }
        if (!user.isEmpty()) {
            client.user(user);
        }
        if (!password.isEmpty()) {
            client.password(password.reveal());
        }
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        return RedisClient.builder()
                .hostAndPort(new HostAndPort(url.getHost(), port))
                .clientConfig(client.build())
                .build();
    }

    @Override
    public String toString() {
        return "RedisAccess[" + url.getHost() + ":" + url.getPort() + ", " + user + ", " + timeout + "]";
    }
}
