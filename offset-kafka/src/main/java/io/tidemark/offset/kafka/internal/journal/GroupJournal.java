package io.tidemark.offset.kafka.internal.journal;

import io.tidemark.offset.Governor;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.kafka.internal.client.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The journal's entries of one group, as far as they were read. Not thread-safe. */
public final class GroupJournal {

    // the topic drops tombstones after a day (delete.retention.ms); a reader that is older than that starts again
    private static final long STALE_NANOS = Duration.ofHours(1).toNanos();

    private final String group;
    private final TopicPartition partition;
    private final Map<TopicPartition, Entry> entries = new HashMap<>();
    private final Map<JournalKey.OfLoss, LossReceipt> losses = new HashMap<>();
    private Optional<Governor> governor = Optional.empty();
    private long position;
    private long readAt = System.nanoTime();

    public GroupJournal(String group, TopicPartition partition) {
        this.group = group;
        this.partition = partition;
    }

    public TopicPartition partition() {
        return partition;
    }

    /** A copy of the entries. */
    public Map<TopicPartition, Entry> entries() {
        return new HashMap<>(entries);
    }

    public List<LossReceipt> losses() {
        return losses.values().stream().sorted(LossReceipt.OLDEST_FIRST).toList();
    }

    public Optional<Governor> governor() {
        return governor;
    }

    /**
     * Records this store's own write, so that it need not be read.
     *
     * @param last the offset of its last record in the journal; no other writer has written for the group before it
     */
    public void note(Change change, long last) {
        entries.putAll(change.entries());
        entries.keySet().removeAll(change.removals().keySet());
        change.receipts().forEach(receipt -> losses.put(JournalKey.OfLoss.of(receipt), receipt));
        governor = change.governor().or(() -> governor);
        position = last + 1;
    }

    /** Discards everything that was read. */
    public void clear() {
        entries.clear();
        losses.clear();
        governor = Optional.empty();
        position = 0;
    }

    /**
     * Reads further.
     *
     * @param end the end of the journal's records; pending transactions before it are waited for
     * @throws KafkaException if it cannot be read that far in time
     */
    public void readTo(long end, Consumer<byte[], byte[]> consumer, Deadline deadline) {
        if (position > end || System.nanoTime() - readAt > STALE_NANOS) {
            clear();
        }
        if (position < end) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, position);
        }
        while (position < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(deadline.left())) {
                apply(record.key(), record.value());
            }
            long reached = consumer.position(partition, deadline.left());
            if (reached <= position && deadline.isOver()) {
                throw new TimeoutException("the journal " + partition + " could be read to offset " + reached
                        + ", but it ends at " + end + "; a transaction may be pending there");
            }
            position = reached;
        }
        readAt = System.nanoTime();
    }

    /**
     * Whether a record's transaction was committed.
     *
     * @throws KafkaException if that cannot be determined in time
     */
    public boolean holds(long offset, Consumer<byte[], byte[]> consumer, Deadline deadline) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(deadline.left())) {
                return record.offset() == offset;
            }
            if (consumer.position(partition, deadline.left()) > offset) {
                return false;
            }
            if (deadline.isOver()) {
                throw new TimeoutException("the journal " + partition + " could not be read at offset " + offset);
            }
        }
    }

    private void apply(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            return;
        }
        JournalKey.read(new String(key, StandardCharsets.UTF_8))
                .filter(known -> known.group().equals(group))
                .ifPresent(known -> apply(known, value));
    }

    private void apply(JournalKey key, byte @Nullable [] value) {
        if (key instanceof JournalKey.OfOffset offset) {
            if (value == null) {
                entries.remove(offset.partition());
            } else {
                entries.put(offset.partition(), entry(new String(value, StandardCharsets.UTF_8)));
            }
        } else if (key instanceof JournalKey.OfLoss loss) {
            if (value == null) {
                losses.remove(loss);
            } else {
                losses.put(loss, receipt(loss, new String(value, StandardCharsets.UTF_8)));
            }
        } else if (key instanceof JournalKey.OfGovernor ofGovernor) {
            governor = Optional.ofNullable(value)
                    .map(text -> governor(ofGovernor, new String(text, StandardCharsets.UTF_8)));
        }
    }

    private Entry entry(String text) {
        return Entry.read(text).orElseThrow(() -> unreadable(text, null));
    }

    private LossReceipt receipt(JournalKey.OfLoss loss, String text) {
        try {
            return loss.receipt(text);
        } catch (IllegalArgumentException | java.time.format.DateTimeParseException failure) {
            throw unreadable(text, failure);
        }
    }

    private Governor governor(JournalKey.OfGovernor key, String text) {
        try {
            return key.governor(text);
        } catch (IllegalArgumentException | OffsetStoreException failure) {
            throw unreadable(text, failure);
        }
    }

    private KafkaException unreadable(String text, @Nullable Throwable cause) {
        return new KafkaException(
                "the journal " + partition + " holds '" + text + "', which this version cannot read", cause);
    }
}
