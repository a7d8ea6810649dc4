package io.tidemark.spark.internal.queue;

import io.tidemark.offset.PartitionRange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The batches that are formed and have not begun. A batch that begins takes the waiting ones along, so that a stream
 * whose interval is too short for its batches gets larger batches, and not a queue that grows. Thread-safe.
 */
public final class WaitingBatches {

    private final long mostRecords;
    private final Deque<Formed> waiting = new ArrayDeque<>();

    /**
     * A batch.
     *
     * @param time when it was formed
     * @param ranges what it covers
     */
    public record Formed(Instant time, List<PartitionRange> ranges) {

        private long count() {
            return ranges.stream().mapToLong(PartitionRange::count).sum();
        }
    }

    /**
     * Creates an empty queue.
     *
     * @param mostRecords how many offsets merged batches cover at most; with 0, batches with records are never merged
     */
    public WaitingBatches(long mostRecords) {
        this.mostRecords = mostRecords;
    }

    /** Adds a batch, whose time is later than that of each batch before, and whose ranges begin where those end. */
    public synchronized void add(Formed batch) {
        waiting.addLast(batch);
    }

    /**
     * Removes a batch, and those behind it as far as the limit allows.
     *
     * @param time the batch's
     * @return what they cover together, with the time of the last; empty if an earlier batch has taken this one along
     */
    public synchronized Optional<Formed> take(Instant time) {
        Formed last = waiting.peekFirst();
        if (last == null || last.time().isAfter(time)) {
            return Optional.empty();
        }
        Map<TopicPartition, PartitionRange> merged = new LinkedHashMap<>();
        long count = 0;
        do {
            last = waiting.removeFirst();
            count += last.count();
            last.ranges().forEach(range -> merged.merge(range.partition(), range, WaitingBatches::joined));
        } while (!waiting.isEmpty() && count + waiting.getFirst().count() <= mostRecords);
        return Optional.of(new Formed(last.time(), List.copyOf(merged.values())));
    }

    private static PartitionRange joined(PartitionRange range, PartitionRange next) {
        return new PartitionRange(range.partition(), range.from(), next.until());
    }
}
