package io.tidemark.offset.tck;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;

/** A store that is correct except for the names of its entries: it is broken if two entries get the same name. */
final class RenamingOffsetStore implements OffsetStore {

    private static final TopicPartition ANY = new TopicPartition("any", 0);

    private final OffsetStore entries = new InMemoryOffsetStore();
    private final OffsetStore receipts = new InMemoryOffsetStore();
    private final Set<TopicPartition> named = new HashSet<>();
    private final BiFunction<String, TopicPartition, StoredName> naming;

    /** @param naming maps group and partition to the stored name */
    RenamingOffsetStore(BiFunction<String, TopicPartition, StoredName> naming) {
        this.naming = naming;
    }

    @Override
    public synchronized Map<TopicPartition, StoredOffset> load(GroupId group) {
        Map<TopicPartition, StoredOffset> found = new HashMap<>();
        for (TopicPartition partition : named) {
            find(key(group, partition)).ifPresent(entry -> found.put(partition, entry));
        }
        return found;
    }

    @Override
    public synchronized Map<TopicPartition, StoredOffset> initialize(
            GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        Map<TopicPartition, StoredOffset> governing = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            named.add(partition);
            StoredName key = key(group, partition);
            entries.initialize(key.group, Map.of(key.partition, offset))
                    .values()
                    .forEach(entry -> governing.put(partition, entry));
        });
        return governing;
    }

    @Override
    public synchronized void commit(OffsetCommit commit) {
        commit.requireStored(load(commit.group(), commit.topics()));
        for (PartitionRange range : commit.ranges()) {
            StoredName key = key(commit.group(), range.partition());
            entries.commit(new OffsetCommit(
                    key.group, List.of(new PartitionRange(key.partition, range.from(), range.until()))));
        }
    }

    @Override
    public synchronized void reposition(OffsetReposition reposition) {
        Set<String> topics = new HashSet<>();
        reposition.moves().keySet().forEach(partition -> topics.add(partition.topic()));
        reposition.requireStored(load(reposition.group(), topics));
        reposition.moves().forEach((partition, move) -> {
            StoredName key = key(reposition.group(), partition);
            entries.reposition(new OffsetReposition(key.group, Map.of(key.partition, move), List.of()));
        });
        receipts.initialize(reposition.group(), Map.of(ANY, StoredOffset.of(0)));
        receipts.reposition(new OffsetReposition(
                reposition.group(),
                Map.of(ANY, Move.to(StoredOffset.of(0), StoredOffset.of(0))),
                reposition.receipts()));
    }

    @Override
    public synchronized List<LossReceipt> lossReceipts(GroupId group) {
        return receipts.lossReceipts(group);
    }

    @Override
    public synchronized Optional<Governor> governor(GroupId group) {
        return receipts.governor(group);
    }

    @Override
    public synchronized void recordGovernor(GroupId group, Governor governor) {
        receipts.recordGovernor(group, governor);
    }

    private Optional<StoredOffset> find(StoredName key) {
        return Optional.ofNullable(
                entries.load(key.group, Set.of(key.partition.topic())).get(key.partition));
    }

    private StoredName key(GroupId group, TopicPartition partition) {
        return naming.apply(group.value(), partition);
    }

    /** The stored name of an entry. */
    record StoredName(GroupId group, TopicPartition partition) {

        static StoredName of(String group, String topic, int partition) {
            return new StoredName(new GroupId(group), new TopicPartition(topic, partition));
        }
    }
}
