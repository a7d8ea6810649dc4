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
 * Keeps offsets in Kafka as {@link KafkaOffsetStore} does, for clusters whose ACLs do not allow transactions. Its
 * layout is the same, so a group can move from one to the other while no job of it runs. But it <strong>does not fulfil
 * the whole contract</strong>:
 * <ul>
 * <li>There is no compare-and-set. The condition is checked against what is stored a moment before the write. If two
 *   drivers of one group commit within that moment, both are told that their commit was applied, and the chain has a
 *   repetition or a gap. A driver that commits later is refused, as it should be. Use it only if something else ensures
 *   that a group has one driver.
 * <li>A commit is not all or none. A commit that is interrupted, or that has so many partitions that it takes several
 *   requests, may be applied for some of them. It is reported as an unknown outcome; a reader may see a part of it.
 * <li>While consumers subscribe with the group (by {@code subscribe}, not {@code assign}), Kafka accepts no offsets
 *   from other clients: writes fail with a message that says so.
 * </ul>
 *
 * <p>The rest of the contract holds: the condition if one driver follows another, durable offsets and receipts, offsets
 * that have expired or were deleted with their topic, identities and writers. {@code load} waits for a pending
 * transaction of the other kind of store, but cannot end it.
 *
 * <p>Safe for use by several threads; calls for one group run one after the other.
 */
public final class PlainKafkaOffsetStore implements OffsetStore, AutoCloseable {

    private final GroupStore store;

    /**
     * Creates a store with the default options.
     *
     * @param settings the connection settings: {@code bootstrap.servers}, and the security settings. A job's complete
     *     Kafka parameters may be given; settings of its consumers are ignored
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public PlainKafkaOffsetStore(Map<String, ?> settings) {
        this(settings, KafkaStoreOptions.defaults());
    }

    /**
     * Creates a store.
     *
     * @param settings the connection settings, as above
     * @param options the options
     * @throws OffsetStoreException if clients cannot be created with these settings
     */
    public PlainKafkaOffsetStore(Map<String, ?> settings, KafkaStoreOptions options) {
        this(new KafkaClients(settings, options), options, Clock.systemUTC());
    }

    PlainKafkaOffsetStore(KafkaClients clients, KafkaStoreOptions options, Clock clock) {
        Plans plans = new Plans(clock, options.writer());
        this.store = new GroupStore(
                clients,
                options,
                plans,
                (group, admin, journal) -> new PlainWriter(group, clients, admin, journal, new Topics(admin)));
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

    /** Closes the store's clients. */
    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "PlainKafkaOffsetStore[" + store + "]";
    }
}
