package io.tidemark.recharge.job;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.RecordsLost;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamStarted;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Distinguishes a job without new records from a job that is not running. After a poll without new records, it writes a
 * batch without records to the sink, which sets the time of the last write. The sink accepts it only if its ledger is
 * at the positions of this job, so a job that was replaced by another one does not make old numbers look current.
 * Thread-safe.
 */
final class Heartbeat implements StreamListener {

    /** The page shows the age of its numbers from 5 s on. */
    static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Enough to recognize the ledger; a write takes longer with each partition. */
    private static final int MOST_PARTITIONS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final GroupId group;
    private final MetricSink sink;
    private final LongSupplier nanos;
    private final SortedMap<TopicPartition, Long> positions =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    private long writtenNanos;

    /** @param nanos a clock like {@link System#nanoTime} */
    Heartbeat(GroupId group, MetricSink sink, LongSupplier nanos) {
        this.group = group;
        this.sink = sink;
        this.nanos = nanos;
        this.writtenNanos = nanos.getAsLong() - INTERVAL.toNanos();
    }

    @Override
    public synchronized void started(StreamStarted event) {
        positions.clear();
        event.offsets().offsets().forEach((partition, offset) -> positions.put(partition, offset.offset()));
    }

    @Override
    public synchronized void batchCommitted(BatchCommitted event) {
        event.report().ranges().forEach(range -> positions.put(range.partition(), range.until()));
        writtenNanos = nanos.getAsLong();
    }

    @Override
    public synchronized void lost(RecordsLost event) {
        positions.replace(event.receipt().partition(), event.receipt().until());
    }

    @Override
    public synchronized void idle(StreamIdle event) {
        if (!positions.isEmpty() && nanos.getAsLong() - writtenNanos >= INTERVAL.toNanos()) {
            writtenNanos = nanos.getAsLong();
            write();
        }
    }

    private void write() {
        List<PartitionRange> ranges = positions.entrySet().stream()
                .limit(MOST_PARTITIONS)
                .map(position -> new PartitionRange(position.getKey(), position.getValue(), position.getValue()))
                .toList();
        try {
            sink.write(new MetricBatch(group, ranges, List.of()));
        } catch (OffsetConflictException conflict) {
            LOG.debug("A batch of group {} or another job has moved the ledger", group, conflict);
            conflict.conflicts().forEach(each -> positions.remove(each.partition()));
        } catch (OffsetStoreException e) {
            LOG.debug("Cannot write a batch without records of group {}", group, e);
        }
    }
}
