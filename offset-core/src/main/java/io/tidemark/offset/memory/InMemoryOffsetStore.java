package io.tidemark.offset.memory;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.spi.ListableStore;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A store in the memory of one JVM, for tests of jobs, and the simplest implementation of the contract. It fulfils the
 * whole contract, including identities, times and receipts, and loses everything with the process.
 *
 * <p>Safe for use by several threads. Drivers that compete for one group share one instance. No call waits for anything
 * except the store's own short lock, so an interrupt ends none of them early.
 *
 * @since 0.1
 */
public final class InMemoryOffsetStore implements ListableStore {

    private final Clock clock;
    private final WriterName writer;
    private final Object lock;
    private final Map<GroupId, Map<TopicPartition, StoredOffset>> offsets;
    private final Map<LossReceipt.Key, LossReceipt> receipts;
    private final Map<GroupId, Governor> governors;

    /** Creates an empty store that takes its times from the system's clock. */
    public InMemoryOffsetStore() {
        this(Clock.systemUTC());
    }

    /**
     * Creates an empty store.
     *
     * @param clock the source of {@link StoredOffset#storedAt()}
     */
    public InMemoryOffsetStore(Clock clock) {
        this.clock = clock;
        this.writer = WriterName.ofThisProcess();
        this.lock = new Object();
        this.offsets = new HashMap<>();
        this.receipts = new HashMap<>();
        this.governors = new HashMap<>();
    }

    private InMemoryOffsetStore(InMemoryOffsetStore shared, WriterName writer) {
        this.clock = shared.clock;
        this.writer = writer;
        this.lock = shared.lock;
        this.offsets = shared.offsets;
        this.receipts = shared.receipts;
        this.governors = shared.governors;
    }

    /** Returns a store on the same offsets and receipts for another writer. */
    public InMemoryOffsetStore writingAs(WriterName other) {
        return new InMemoryOffsetStore(this, other);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        synchronized (lock) {
            return Map.copyOf(offsetsOf(group));
        }
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> first) {
        synchronized (lock) {
            Instant now = clock.instant();
            Map<TopicPartition, StoredOffset> stored = offsetsOf(group);
            Map<TopicPartition, StoredOffset> governing = new HashMap<>();
            first.forEach((partition, given) ->
                    governing.put(partition, stored.computeIfAbsent(partition, absent -> storedAt(now, given))));
            return Map.copyOf(governing);
        }
    }

    @Override
    public void commit(OffsetCommit commit) {
        synchronized (lock) {
            Instant now = clock.instant();
            Map<TopicPartition, StoredOffset> stored = offsetsOf(commit.group());
            commit.requireStored(stored, writer);
            for (PartitionRange range : commit.ranges()) {
                stored.computeIfPresent(
                        range.partition(),
                        (partition, old) ->
                                new StoredOffset(range.until(), old.identity(), Optional.of(now), Optional.of(writer)));
            }
        }
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        synchronized (lock) {
            Instant now = clock.instant();
            Map<TopicPartition, StoredOffset> stored = offsetsOf(reposition.group());
            reposition.requireStored(stored, writer);
            reposition.moves().forEach((partition, move) -> move.next()
                    .ifPresentOrElse(
                            next -> stored.put(partition, storedAt(now, next)), () -> stored.remove(partition)));
            reposition.receipts().forEach(receipt -> receipts.put(receipt.key(), receipt));
        }
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        synchronized (lock) {
            return receipts.values().stream()
                    .filter(receipt -> receipt.group().equals(group))
                    .sorted(LossReceipt.OLDEST_FIRST)
                    .toList();
        }
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        synchronized (lock) {
            return Optional.ofNullable(governors.get(group));
        }
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        synchronized (lock) {
            governors.put(group, governor);
        }
    }

    @Override
    public Set<GroupId> groups() {
        synchronized (lock) {
            Set<GroupId> groups = new HashSet<>(governors.keySet());
            offsets.forEach((group, stored) -> {
                if (!stored.isEmpty()) {
                    groups.add(group);
                }
            });
            receipts.keySet().forEach(key -> groups.add(key.group()));
            return Set.copyOf(groups);
        }
    }

    private Map<TopicPartition, StoredOffset> offsetsOf(GroupId group) {
        return offsets.computeIfAbsent(group, unknown -> new HashMap<>());
    }

    private StoredOffset storedAt(Instant now, StoredOffset given) {
        return new StoredOffset(given.offset(), given.identity(), Optional.of(now), Optional.of(writer));
    }
}
