package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.SumOverflow;
import io.tidemark.metrics.redis.RedisMetricReader;
import io.tidemark.metrics.redis.RedisMetricSink;
import io.tidemark.metrics.redis.RedisMetricSinkSettings;
import io.tidemark.recharge.config.RechargeConfig.RedisConfig;
import io.tidemark.recharge.settings.RedisAccess;
import java.io.Closeable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** The Redis of a configuration, to write to and to read from. */
public final class MetricsConnection implements Closeable {

    private static final Pattern LOGIN = Pattern.compile("^(NOAUTH|WRONGPASS|NOPERM)\\b");

    private final RedisClient client;
    private final RedisConfig config;

    private MetricsConnection(RedisClient client, RedisConfig config) {
        this.client = client;
        this.config = config;
    }

    /**
     * Connects.
     *
     * @throws UnreachableException if Redis does not answer
     */
    public static MetricsConnection open(RedisConfig config) {
        MetricsConnection connection = lazily(config);
        try {
            connection.client.ping();
            return connection;
        } catch (JedisException e) {
            connection.close();
            throw failure(config, e);
        }
    }

    private static UnreachableException failure(RedisConfig config, JedisException failure) {
        String server = config.url().getScheme() + "://" + config.server();
        String reason = UnreachableException.reason(failure);
        // a server that is busy, full or loading runs: its own words are the reason
        String message = hasAnswered(failure)
                ? "Cannot use Redis at " + server + ": it answers '" + reason + "'"
                        + (LOGIN.matcher(reason).find() ? "; check redis.user and redis.password" : "")
                : "Cannot reach Redis at " + server + ": " + reason
                        + "; check that it runs, redis.url, redis.user and redis.password";
        return new UnreachableException(message, failure);
    }

    private static boolean hasAnswered(JedisException failure) {
        @Nullable Throwable cause = failure;
        while (cause != null && !(cause instanceof JedisDataException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** Connects when it is first used. */
    static MetricsConnection lazily(RedisConfig config) {
        RedisAccess access = new RedisAccess(config.url(), config.user(), config.password(), config.timeout());
        return new MetricsConnection(access.client(), config);
    }

    /** Writes metrics. */
    public MetricSink sink() {
        RedisMetricSinkSettings.Builder settings = RedisMetricSinkSettings.builder()
                .keepForever()
                .maxWriteSize(config.maxWriteSize())
                .expectedDays(config.expectedDays())
                .overflow(SumOverflow.SATURATE)
                .server(config.url().getScheme() + "://" + config.server());
        config.retainMinutes().ifPresent(settings::keepMinutes);
        config.retainHours().ifPresent(settings::keepHours);
        config.retainDays().ifPresent(settings::keepDays);
        return new RedisMetricSink(client, settings.build());
    }

    /** Reads metrics. */
    public MetricReader reader() {
        return new RedisMetricReader(client);
    }

    @Override
    public void close() {
        client.close();
    }
}
