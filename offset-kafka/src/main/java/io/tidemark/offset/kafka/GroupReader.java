package io.tidemark.offset.kafka;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.StoredOffset;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads what is stored for one group: what it has committed, and what the journal says of the partitions for which it
 * has committed nothing. What a pending transaction would change is waited for; one that takes long has lost its
 * driver, and is settled. Not thread-safe. All methods throw {@link KafkaException} where Kafka does not answer in
 * time.
 */
final class GroupReader implements AutoCloseable {

    /** How long a living driver's transaction may be waited for before it is taken for a dead one's. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final CommittedOffsets committed;
    private final JournalTopic topic;
    private final Fencing fencing;
    private final GroupJournal journal;

    GroupReader(String group, Consumer<byte[], byte[]> consumer, Admin admin, JournalTopic topic, Fencing fencing) {
        this.consumer = consumer;
        this.committed = new CommittedOffsets(group, admin, consumer);
        this.topic = topic;
        this.fencing = fencing;
        this.journal = new GroupJournal(group, topic.partitionOf(group));
    }

    TopicPartition journalPartition() {
        return journal.partition();
    }

    /** The entries of all topics, all as of one moment. */
    Map<TopicPartition, StoredOffset> load(Deadline deadline) {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> first = committed(deadline);
            Map<TopicPartition, Entry> entries = journal(deadline);
            boolean journalTells = entries.keySet().containsAll(first.keySet())
                    && first.values().stream().allMatch(GroupReader::isOurs);
            // the journal alone is of one moment; what others have committed is if nothing moved while it was read
            if (journalTells || committed(deadline).equals(first)) {
                return stored(first, entries);
            }
        }
    }

    /** The entries of the partitions; of one moment only where nobody else writes. */
    Map<TopicPartition, StoredOffset> read(Set<TopicPartition> partitions, Deadline deadline) {
        Map<TopicPartition, OffsetAndMetadata> current = committed(deadline, partitions);
        Map<TopicPartition, Entry> entries = journal(deadline);
        entries.keySet().retainAll(partitions);
        return stored(current, entries);
    }

    /** The same, for a writer that holds the fence and has read the journal since it took it. */
    Map<TopicPartition, StoredOffset> readUnderFence(Set<TopicPartition> partitions, Deadline deadline) {
        Map<TopicPartition, Entry> entries = journal.entries();
        entries.keySet().retainAll(partitions);
        return stored(committed(deadline, partitions), entries);
    }

    /** Notes what was written under the fence. */
    void note(Change change, long last) {
        journal.note(change, last);
    }

    List<LossReceipt> losses(Deadline deadline) {
        journal(deadline);
        return journal.losses();
    }

    Optional<Governor> governor(Deadline deadline) {
        journal(deadline);
        return journal.governor();
    }

    /** Whether the journal's record at an offset stands, after its transaction has ended. */
    boolean holds(long offset, Deadline deadline) {
        return journal.holds(offset, consumer, deadline);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Deadline deadline) {
        return committed(deadline, committed.partitions(deadline));
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Deadline deadline, Set<TopicPartition> partitions) {
        return partitions.isEmpty() ? Map.of() : settled(deadline, within -> committed.stable(partitions, within));
    }

    private Map<TopicPartition, Entry> journal(Deadline deadline) {
        OptionalLong end = topic.end(journal.partition(), deadline);
        if (end.isEmpty()) {
            journal.clear();
        } else {
            settled(deadline, within -> {
                journal.readTo(end.getAsLong(), consumer, within);
                return journal;
            });
        }
        return journal.entries();
    }

    private <T> T settled(Deadline deadline, Function<Deadline, T> reading) {
        if (fencing.isInDoubt()) {
            fencing.settle();
        }
        try {
            return reading.apply(Deadline.in(deadline.left(PATIENCE)));
        } catch (TimeoutException pending) {
            if (deadline.isOver()) {
                throw pending;
            }
            fencing.settle();
            return reading.apply(Deadline.in(deadline.left()));
        }
    }

    /**
     * Puts together what governs: what others have committed before the journal, and the journal before what this store
     * has committed. A coordinator may forget a commit while a driver that has lost the fence still sends; the journal
     * does not.
     */
    private static Map<TopicPartition, StoredOffset> stored(
            Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Entry> journal) {
        Map<TopicPartition, StoredOffset> stored = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (!Entry.isRemoval(offset)) {
                stored.put(
                        partition,
                        Entry.of(offset).map(Entry::stored).orElseGet(() -> StoredOffset.of(offset.offset())));
            }
        });
        journal.forEach((partition, entry) -> {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null || isOurs(offset)) {
                stored.put(partition, entry.stored());
            }
        });
        return stored;
    }

    private static boolean isOurs(OffsetAndMetadata committed) {
        return Entry.isRemoval(committed) || Entry.of(committed).isPresent();
    }

    /** Ends a reading that another thread is carrying out. Thread-safe. */
    void abort() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        Quietly.close(() -> consumer.close(Duration.ZERO));
    }
}
