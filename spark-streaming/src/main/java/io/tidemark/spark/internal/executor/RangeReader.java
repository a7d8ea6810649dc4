package io.tidemark.spark.internal.executor;

import io.tidemark.offset.PartitionRange;
import java.io.Serializable;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges on an executor, one after the other. Spark's own reader expects a record at the last offset of a range,
 * and fails if it is a transaction marker; this one uses the consumer's position.
 */
public final class RangeReader<K, V> implements RecordSource<K, V> {

    private static final long serialVersionUID = 1L;

    private final CursorSettings<K, V> settings;
    private final Duration timeout;
    private final LongAccumulator bytes;

    /**
     * @param settings how its cursors are made and kept
     * @param timeout how long to wait for records that should be there
     * @param bytes adds up the bytes that were read
     */
    public RangeReader(CursorSettings<K, V> settings, Duration timeout, LongAccumulator bytes) {
        this.settings = settings;
        this.timeout = timeout;
        this.bytes = bytes;
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> call(Iterator<PartitionRange> ranges) {
        Records<K, V> records = new Records<>(settings, timeout, ranges);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) ended -> {
                records.abandon();
                bytes.add(records.bytes);
            });
        }
        return records;
    }

    private static final class Records<K, V> implements Iterator<ConsumerRecord<K, V>>, Serializable {

        private static final long serialVersionUID = 1L;

        private final CursorSettings<K, V> settings;
        private final Duration timeout;
        private final transient Iterator<PartitionRange> ranges;
        private transient @Nullable PartitionCursor<K, V> cursor;
        private transient @Nullable ConsumerRecord<K, V> next;
        private long until;
        private long bytes;

        Records(CursorSettings<K, V> settings, Duration timeout, Iterator<PartitionRange> ranges) {
            this.settings = settings;
            this.timeout = timeout;
            this.ranges = ranges;
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                PartitionCursor<K, V> current = cursor;
                if (current == null) {
                    if (!ranges.hasNext()) {
                        return false;
                    }
                    PartitionRange range = ranges.next();
                    current = ExecutorCursors.borrow(settings, range.partition(), range.from());
                    cursor = current;
                    until = range.until();
                }
                next = current.nextBefore(until, timeout);
                if (next == null) {
                    cursor = null;
                    ExecutorCursors.giveBack(current);
                }
            }
            return true;
        }

        @Override
        public ConsumerRecord<K, V> next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException("Cannot read on: the ranges are at their end");
            }
            ConsumerRecord<K, V> record = next;
            next = null;
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            return record;
        }

        /** The task has ended before the ranges did, by failure or because it wanted no more. */
        void abandon() {
            PartitionCursor<K, V> current = cursor;
            cursor = null;
            if (current != null) {
                current.close();
            }
        }
    }
}
