package io.tidemark.recharge.job;

import io.tidemark.offset.PartitionRange;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The ranges whose rejected records are in the dead-letter topic. A batch that the sink finds too large is measured
 * again in parts, which need not send them again. It starts empty with each start of the job, because offsets can then
 * belong to another topic of the same name; before the first start it holds nothing. Thread-safe.
 */
final class SentDeadLetters implements StreamListener {

    private final Map<TopicPartition, PartitionRange> sent = new HashMap<>();
    private long starts;

    @Override
    public synchronized void started(StreamStarted event) {
        sent.clear();
        starts++;
    }

    /** The ranges as they are now, at most one for each partition. */
    synchronized Map<TopicPartition, PartitionRange> ranges() {
        return new HashMap<>(sent);
    }

    /** How often the job has started. */
    synchronized long starts() {
        return starts;
    }

    /**
     * Adds ranges whose rejected records the cluster has acknowledged.
     *
     * @param start {@link #starts()} before they were read; the ranges of an earlier start are ignored
     */
    synchronized void add(List<PartitionRange> ranges, long start) {
        if (start > 0 && start == starts) {
            ranges.forEach(range -> sent.merge(range.partition(), range, SentDeadLetters::joined));
        }
    }

    private static PartitionRange joined(PartitionRange known, PartitionRange added) {
        if (known.from() <= added.from() && added.until() <= known.until()) {
            return known;
        }
        return known.until() == added.from()
                ? new PartitionRange(known.partition(), known.from(), added.until())
                : added;
    }
}
