package io.tidemark.spark.internal.executor;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of one partition that can stop in the middle of the fetched records and continue there later. It detects
 * the end of a range by its position, not by a record at that offset: offsets without a record (transaction markers,
 * aborted transactions, compacted keys) are skipped. Not thread-safe.
 */
final class PartitionCursor<K, V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final CursorSettings<K, V> settings;
    private final TopicPartition partition;
    private final ConsumerFactory.Made<K, V> made;
    private final Consumer<K, V> consumer;
    private Iterator<ConsumerRecord<K, V>> fetched = Collections.emptyIterator();
    private @Nullable ConsumerRecord<K, V> ahead;
    /** The next offset that has not been returned or skipped. */
    private long position = -1;

    PartitionCursor(CursorSettings<K, V> settings, TopicPartition partition) {
        this.settings = settings;
        this.partition = partition;
        this.made = settings.consumers().create();
        this.consumer = made.consumer();
        consumer.assign(Set.of(partition));
    }

    boolean reads(TopicPartition wanted, CursorSettings<?, ?> wantedSettings) {
        return partition.equals(wanted) && settings.equals(wantedSettings);
    }

    CursorSettings<K, V> settings() {
        return settings;
    }

    /** Moves to an offset; the fetched records are kept if the cursor is there already. */
    void seek(long offset) {
        if (position == offset) {
            return;
        }
        fetched = Collections.emptyIterator();
        ahead = null;
        consumer.seek(partition, offset);
        position = offset;
    }

    /**
     * The next record before an offset, or null once there is none.
     *
     * @throws RangeUnreadableException if nothing comes for as long as the timeout
     * @throws UndecodableRecordException if a deserializer fails
     */
    @Nullable
    ConsumerRecord<K, V> nextBefore(long until, Duration timeout) {
        long waitingSince = 0;
        while (position < until) {
            if (ahead == null && fetched.hasNext()) {
                ahead = fetched.next();
            }
            ConsumerRecord<K, V> record = ahead;
            if (record != null) {
                if (record.offset() >= until) {
                    position = until;
                    return null;
                }
                ahead = null;
                position = record.offset() + 1;
                return record;
            }
            fetched = poll();
            if (!fetched.hasNext()) {
                long reached = consumer.position(partition);
                if (reached > position) {
                    position = Math.min(reached, until);
                    waitingSince = 0;
                } else if (waitingSince == 0) {
                    waitingSince = System.nanoTime();
                } else if (System.nanoTime() - waitingSince > timeout.toNanos()) {
                    throw new RangeUnreadableException(partition, position, until, timeout);
                }
            }
        }
        return null;
    }

    private Iterator<ConsumerRecord<K, V>> poll() {
        try {
            return consumer.poll(POLL).records(partition).iterator();
        } catch (RecordDeserializationException e) {
            throw UndecodableRecordException.of(e, made.key(), made.value());
        }
    }

    @Override
    public void close() {
        consumer.close(Duration.ZERO);
    }
}
