package io.tidemark.spark.internal.executor;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * The cursors of one executor, kept between batches: a cursor that has just read a partition has most likely fetched
 * the records of the next batch. A cursor is closed when it was idle for as long as its stream's settings say, and when
 * its stream has ended. Thread-safe; a cursor is lent to one task at a time.
 */
final class ExecutorCursors {

    /** The same number as Spark's own reader; each holds a connection to its broker and the records fetched ahead. */
    private static final int MOST_IDLE = 64;

    /** How many streams that have ended are remembered, for their tasks that are still running. */
    private static final int MOST_ENDED = 64;

    /** How long the closing thread waits at most before it computes again which cursor is due first. */
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** The one idle for longest first. */
    private static final List<Idle> IDLE = new ArrayList<>();

    private static final Set<String> ENDED = new LinkedHashSet<>();
    private static boolean closing;

    private ExecutorCursors() {}

    static <K, V> PartitionCursor<K, V> borrow(CursorSettings<K, V> settings, TopicPartition partition, long offset) {
        Optional<PartitionCursor<K, V>> idle = takeIdle(settings, partition);
        PartitionCursor<K, V> cursor = idle.isPresent() ? idle.get() : new PartitionCursor<>(settings, partition);
        cursor.seek(offset);
        return cursor;
    }

    /** Takes a cursor back; if there are too many, the one that is idle for the longest time is closed. */
    static void giveBack(PartitionCursor<?, ?> cursor) {
        keep(cursor).ifPresent(PartitionCursor::close);
    }

    /** Closes the cursors of a stream that has ended, and later those that its tasks still give back. */
    static void endOf(String stream) {
        List<Idle> ended;
        synchronized (IDLE) {
            ENDED.add(stream);
            if (ENDED.size() > MOST_ENDED) {
                ENDED.remove(ENDED.iterator().next());
            }
            ended = take(idle -> idle.stream().equals(stream));
        }
        ended.forEach(idle -> idle.cursor().close());
    }

    /** Keeps a cursor; returns one that is to be closed instead. */
    private static Optional<PartitionCursor<?, ?>> keep(PartitionCursor<?, ?> cursor) {
        synchronized (IDLE) {
            if (ENDED.contains(cursor.settings().stream())) {
                return Optional.of(cursor);
            }
            long dueNanos = System.nanoTime() + cursor.settings().idleTimeout().toNanos();
            IDLE.add(new Idle(cursor, dueNanos));
            if (!closing) {
                closing = true;
                Thread thread = new Thread(ExecutorCursors::closeWhenDue, "tidemark-idle-consumers");
                thread.setDaemon(true);
                thread.start();
            }
            return IDLE.size() > MOST_IDLE ? Optional.of(IDLE.remove(0).cursor()) : Optional.empty();
        }
    }

    /** Runs on its own thread as long as a cursor is idle. */
    private static void closeWhenDue() {
        List<Idle> due = awaitDue();
        while (!due.isEmpty()) {
            due.forEach(idle -> idle.cursor().close());
            due = awaitDue();
        }
    }

    /** Waits for cursors that are due; empty when none is idle any more. */
    private static List<Idle> awaitDue() {
        synchronized (IDLE) {
            while (!IDLE.isEmpty()) {
                long now = System.nanoTime();
                List<Idle> due = take(idle -> idle.dueNanos() - now <= 0);
                if (!due.isEmpty()) {
                    return due;
                }
                long wait = IDLE.stream()
                        .mapToLong(idle -> idle.dueNanos() - now)
                        .min()
                        .orElse(0);
                try {
                    TimeUnit.NANOSECONDS.timedWait(IDLE, Math.min(wait, LONGEST_WAIT_NANOS) + 1);
                } catch (InterruptedException e) {
                    break;
                }
            }
            closing = false;
            return List.of();
        }
    }

    private static List<Idle> take(Predicate<Idle> wanted) {
        List<Idle> taken = new ArrayList<>();
        for (Iterator<Idle> all = IDLE.iterator(); all.hasNext(); ) {
            Idle idle = all.next();
            if (wanted.test(idle)) {
                all.remove();
                taken.add(idle);
            }
        }
        return taken;
    }

    @SuppressWarnings("unchecked") // the cursors of one stream have the same deserializers
    private static <K, V> Optional<PartitionCursor<K, V>> takeIdle(
            CursorSettings<K, V> settings, TopicPartition partition) {
        synchronized (IDLE) {
            for (int latest = IDLE.size() - 1; latest >= 0; latest--) {
                if (IDLE.get(latest).cursor().reads(partition, settings)) {
                    return Optional.of(
                            (PartitionCursor<K, V>) IDLE.remove(latest).cursor());
                }
            }
            return Optional.empty();
        }
    }

    private record Idle(PartitionCursor<?, ?> cursor, long dueNanos) {

        String stream() {
            return cursor.settings().stream();
        }
    }
}
