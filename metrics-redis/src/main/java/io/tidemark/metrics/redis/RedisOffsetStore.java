package io.tidemark.metrics.redis;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import io.tidemark.offset.spi.ListableStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import redis.clients.jedis.UnifiedJedis;

/**
 * Offsets in Redis, for a job whose output is not a Redis sink. It is the ledger of a {@link RedisMetricSink} without
 * metrics: the same keys, scripts and guarantees. A URL such as {@code redis://host:6379} opens the same offsets.
 *
 * <p>Each write is one call of a script, which checks everything and then changes all partitions, or none. The offsets
 * are as durable as the configuration of Redis makes them. If Redis loses its last writes, for example in a failover,
 * the job reads these records again.
 *
 * <p>Works with Redis 7 and later and with Valkey, as a single server, with Sentinel, or as a cluster: the type of the
 * client decides. The client is borrowed and never closed; its timeouts apply.
 *
 * <p>A job that writes into a {@link RedisMetricSink} on the same server needs another key prefix for its store: the
 * start of the stream refuses a store that is the ledger of the sink.
 *
 * <p>Safe for use by several threads and processes. The keys are described in {@code docs/redis-layout.md}.
 *
 * @since 0.1
 */
public final class RedisOffsetStore extends ForwardingOffsetStore implements DiagnosableStore, ListableStore {

    private final RedisMetricSink ledger;

    /** A store with the {@linkplain RedisStoreOptions#defaults() defaults}. */
    public RedisOffsetStore(UnifiedJedis client) {
        this(client, RedisStoreOptions.defaults());
    }

    /** A store. */
    public RedisOffsetStore(UnifiedJedis client, RedisStoreOptions options) {
        this(new RedisMetricSink(client, options.ledger()));
    }

    private RedisOffsetStore(RedisMetricSink ledger) {
        super(ledger);
        this.ledger = ledger;
    }

    @Override
    public Set<GroupId> groups() {
        return ledger.groups();
    }

    @Override
    public List<Diagnosis> diagnose(GroupId group, Clock clock) {
        return ledger.diagnose(group, clock);
    }

    /** The URL that opens the same offsets, if it is known, without secrets. */
    @Override
    public String toString() {
        return "RedisOffsetStore on " + ledger.place();
    }
}
