package io.tidemark.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of one executor, kept between batches: a cursor that has just read a partition has most likely fetched what
 * the next batch wants of it. Thread-safe; a cursor is lent to one task at a time.
 */
final class ExecutorCursors {

    /** As many as Spark's own reader keeps; each holds a connection to its broker and what it fetched ahead. */
    private static final int MOST_IDLE = 64;

    private static final Deque<PartitionCursor<?, ?>> IDLE = new ArrayDeque<>();

    private ExecutorCursors() {}

    static <K, V> PartitionCursor<K, V> borrow(Map<String, Object> params, TopicPartition partition, long offset) {
        PartitionCursor<K, V> cursor = takeIdle(params, partition);
        if (cursor == null) {
            cursor = new PartitionCursor<>(params, partition);
        }
        cursor.seek(offset);
        return cursor;
    }

    /** Takes a cursor back; the one idle for longest is closed if there are too many. */
    static void giveBack(PartitionCursor<?, ?> cursor) {
        PartitionCursor<?, ?> surplus;
        synchronized (IDLE) {
            IDLE.addLast(cursor);
            surplus = IDLE.size() > MOST_IDLE ? IDLE.pollFirst() : null;
        }
        if (surplus != null) {
            surplus.close();
        }
    }

    @SuppressWarnings("unchecked") // equal settings name equal deserializers
    private static <K, V> @Nullable PartitionCursor<K, V> takeIdle(
            Map<String, Object> params, TopicPartition partition) {
        synchronized (IDLE) {
            for (Iterator<PartitionCursor<?, ?>> latestFirst = IDLE.descendingIterator(); latestFirst.hasNext(); ) {
                PartitionCursor<?, ?> cursor = latestFirst.next();
                if (cursor.reads(partition, params)) {
                    latestFirst.remove();
                    return (PartitionCursor<K, V>) cursor;
                }
            }
            return null;
        }
    }
}
