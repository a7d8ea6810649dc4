package io.tidemark.offset.kafka;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.kafka.internal.client.CommittedOffsets;
import io.tidemark.offset.kafka.internal.client.Deadline;
import io.tidemark.offset.kafka.internal.client.QuietClose;
import io.tidemark.offset.kafka.internal.journal.Change;
import io.tidemark.offset.kafka.internal.journal.Entry;
import io.tidemark.offset.kafka.internal.journal.GroupJournal;
import io.tidemark.offset.kafka.internal.journal.JournalTopic;
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
 * Reads what is stored for one group: the offsets that it has committed, and the journal's entries for partitions
 * without a committed offset. It waits for a pending transaction. A transaction that takes too long counts as abandoned
 * and is ended. Not thread-safe. All methods throw {@link KafkaException} if Kafka does not answer in time.
 */
final class GroupReader implements AutoCloseable {

    /** How long to wait for a pending transaction before it counts as abandoned. */
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

    /** The entries of all topics, as a consistent state. */
    Map<TopicPartition, StoredOffset> load(Deadline deadline) {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> first = committed(deadline);
            Map<TopicPartition, Entry> entries = journal(deadline);
            boolean journalTells = entries.keySet().containsAll(first.keySet())
                    && first.values().stream().allMatch(GroupReader::isOurs);
            // the journal alone is consistent; together with what others have committed only if nothing has changed
            // meanwhile
            if (journalTells || committed(deadline).equals(first)) {
                return stored(first, entries);
            }
        }
    }

    /** The entries of the partitions; consistent only if there are no other writers. */
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

    /** Records what was written under the fence. */
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

    /** Whether the journal's record at an offset is committed, after its transaction has ended. */
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
     * Merges the sources by precedence: offsets committed by other programs, then the journal, then offsets committed
     * by this store. A coordinator may lose a commit while a driver that has lost the fence still sends; the journal
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

    /** Cancels a read of another thread. Thread-safe. */
    void abort() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        QuietClose.close(() -> consumer.close(Duration.ZERO));
    }
}
