package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.server.RedisRemedies;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Set;
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
        RedisConnection connection = RedisConnection.of(settings);
        RedisMetricSinkSettings.Builder sink =
                RedisMetricSinkSettings.builder().keepForever().writer(settings.writer());
        settings.text("key-prefix").ifPresent(prefix -> keyPrefix(settings, sink, prefix));
        settings.requireValid();

        if (!connection.isBySentinel()) {
            // the client of a cluster or of sentinels knows its nodes better than the URL does
            sink.server(settings.address());
        }
        try {
            UnifiedJedis client = connection.open();
            return new OpenOffsetStore(new RedisMetricSink(client, sink.build()), settings.address(), client::close);
        } catch (JedisException e) {
            throw new OffsetStoreException(
                    "Cannot open the offset store at " + settings.address() + ": " + RedisRemedies.words(e)
                            + RedisRemedies.advice(e),
                    e);
        }
    }

    private static void keyPrefix(StoreSettings settings, RedisMetricSinkSettings.Builder sink, String prefix) {
        if (prefix.isEmpty() || prefix.contains("{") || prefix.contains("}")) {
            settings.problem("key-prefix is '" + prefix + "', but must not be empty or contain braces");
        } else {
            sink.keyPrefix(prefix);
        }
    }
}
