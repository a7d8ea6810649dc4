package io.tidemark.offset.kafka;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps offsets in Kafka itself, 2.5 or later: as the committed offsets of the group, which lag tools show, and in a
 * journal beside them, a compacted topic that outlives expiry and deleted topics and holds the loss receipts. Offsets
 * that another consumer or a person has committed are adopted. The package's documentation describes the format.
 *
 * <p>Each write is one transaction, with a transactional id that belongs to the group. A second driver that writes ends
 * the first one's transaction and fences it, so the condition is checked against exactly what the transaction replaces.
 * Commits of consumers or tools at the same moment are not covered, because Kafka accepts them without a condition.
 *
 * <p>The store creates its own clients from the settings that a job connects with, because a producer's transactional
 * id cannot be changed and a fenced producer cannot be used again; {@link #close} closes them.
 *
 * <pre>{@code
 * try (KafkaOffsetStore store = new KafkaOffsetStore(Map.of("bootstrap.servers", "kafka1:9092,kafka2:9092"))) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; calls for one group run one after the other. A call ends within its
 * {@link KafkaStoreOptions#timeout timeout}. The clients retry only what is safe to send twice. If the answer to the
 * end of a transaction is lost, the outcome is unknown, and the next call of this store for the group, including
 * {@link #load}, resolves it first.
 */
public final class KafkaOffsetStore implements OffsetStore, AutoCloseable {

    private final GroupStore store;

    /**
     * Creates a store with the default options.
     *
     * @param settings the connection settings: {@code bootstrap.servers}, and the security settings. A job's complete
     *     Kafka parameters may be given; settings of its consumers are ignored
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public KafkaOffsetStore(Map<String, ?> settings) {
        this(settings, KafkaStoreOptions.defaults());
    }

    /**
     * Creates a store.
     *
     * @param settings the connection settings, as above
     * @param options the options
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public KafkaOffsetStore(Map<String, ?> settings, KafkaStoreOptions options) {
        this(new KafkaClients(settings, options), options, Clock.systemUTC());
    }

    KafkaOffsetStore(KafkaClients clients, KafkaStoreOptions options, Clock clock) {
        Plans plans = new Plans(clock, options.writer());
        this.store = new GroupStore(
                clients,
                options,
                plans,
                (group, admin, journal) ->
                        new TransactionalWriter(group, clients, options, journal, new Topics(admin)));
    }

    /** @throws OffsetStoreException if the cluster does not answer */
    void requireReachable() {
        store.requireReachable();
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return store.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return store.initialize(group, offsets);
    }

    @Override
    public void commit(OffsetCommit commit) {
        store.commit(commit);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        store.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return store.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return store.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        store.recordGovernor(group, governor);
    }

    /**
     * Closes the store's clients. It may be called while another thread uses the store: that call ends with an
     * exception, which for a write states whether the write is known not to be applied. A transaction that is pending
     * then is never committed.
     */
    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "KafkaOffsetStore[" + store + "]";
    }
}
