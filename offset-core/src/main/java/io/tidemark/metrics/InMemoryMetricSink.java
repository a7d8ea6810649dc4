package io.tidemark.metrics;

import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A sink in the memory of one JVM, and the reader of its metrics, for tests of jobs, and the simplest implementation of
 * the contract. It fulfils the whole contract and loses everything with the process.
 *
 * <p>It keeps every minute, so its memory grows with the number of different measurements. Safe for use by several
 * threads. No call waits for anything except the sink's own lock, so an interrupt ends none of them early.
 *
 * @since 0.1
 */
public final class InMemoryMetricSink implements SaturatingMetricSink, MetricReader {

    private final Clock clock;
    private final SumOverflow overflow;
    private final WriterName writer;
    private final Object lock;
    private final InMemoryOffsetStore ledger;
    private final Map<GroupId, InMemoryMetrics> metrics;

    /** Creates an empty sink that takes its times from the system's clock. */
    public InMemoryMetricSink() {
        this(Clock.systemUTC());
    }

    /**
     * Creates an empty sink.
     *
     * @param clock the source of {@link StoredOffset#storedAt()} and {@link MetricSnapshot#writtenAt()}
     */
    public InMemoryMetricSink(Clock clock) {
        this(clock, SumOverflow.FAIL);
    }

    /**
     * Creates an empty sink.
     *
     * @param clock the source of {@link StoredOffset#storedAt()} and {@link MetricSnapshot#writtenAt()}
     * @param overflow how to handle sums that exceed a {@code long}
     */
    public InMemoryMetricSink(Clock clock, SumOverflow overflow) {
        this.clock = clock;
        this.overflow = overflow;
        this.writer = WriterName.ofThisProcess();
        this.lock = new Object();
        this.ledger = new InMemoryOffsetStore(clock);
        this.metrics = new HashMap<>();
    }

    private InMemoryMetricSink(InMemoryMetricSink shared, WriterName writer) {
        this.clock = shared.clock;
        this.overflow = shared.overflow;
        this.writer = writer;
        this.lock = shared.lock;
        this.ledger = shared.ledger.writingAs(writer);
        this.metrics = shared.metrics;
    }

    /** Returns a sink on the same metrics and ledger for another writer. */
    public InMemoryMetricSink writingAs(WriterName other) {
        return new InMemoryMetricSink(this, other);
    }

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        synchronized (lock) {
            return ledger.load(group);
        }
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        synchronized (lock) {
            return ledger.initialize(group, offsets);
        }
    }

    @Override
    public void write(MetricBatch batch) {
        synchronized (lock) {
            InMemoryMetrics stored = metricsOf(batch.group());
            OffsetCommit coverage = batch.coverage();
            coverage.requireStored(ledger.load(batch.group(), coverage.topics()), writer);
            InMemoryMetrics.Merged merged = stored.merge(batch.measurements());
            ledger.commit(coverage);
            stored.replace(merged, clock.instant());
        }
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        synchronized (lock) {
            ledger.reposition(reposition);
        }
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return ledger.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return ledger.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        ledger.recordGovernor(group, governor);
    }

    @Override
    public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
        synchronized (lock) {
            return metricsOf(group).answer(queries, ledger.load(group));
        }
    }

    @Override
    public long saturated(GroupId group) {
        synchronized (lock) {
            return metricsOf(group).saturated();
        }
    }

    @Override
    public String toString() {
        return "InMemoryMetricSink";
    }

    private InMemoryMetrics metricsOf(GroupId group) {
        return metrics.computeIfAbsent(group, of -> new InMemoryMetrics(of, overflow));
    }
}
