package io.tidemark.metrics.redis;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.spi.DiagnosableStore;
import io.tidemark.offset.spi.Diagnosis;
import io.tidemark.offset.spi.ListableStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
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
public final class RedisOffsetStore implements DiagnosableStore, ListableStore {

    private final RedisMetricSink ledger;

    /** A store with the {@linkplain RedisStoreOptions#defaults() defaults}. */
    public RedisOffsetStore(UnifiedJedis client) {
        this(client, RedisStoreOptions.defaults());
    }

    /** A store. */
    public RedisOffsetStore(UnifiedJedis client, RedisStoreOptions options) {
        this.ledger = new RedisMetricSink(client, options.ledger());
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return ledger.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return ledger.initialize(group, offsets);
    }

    @Override
    public void commit(OffsetCommit commit) {
        ledger.commit(commit);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        ledger.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return ledger.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return ledger.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        ledger.recordGovernor(group, governor);
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
