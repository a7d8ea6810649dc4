package io.tidemark.offset.tck;

import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricQuery;
import io.tidemark.metrics.MetricReader;
import io.tidemark.metrics.MetricSink;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** A correct sink and its reader. Broken sinks override one of its methods. */
class ForwardingMetricSink implements MetricSink, MetricReader {

    final InMemoryMetricSink sound = new InMemoryMetricSink();

    /** Counts metrics that the correct sink would refuse. */
    private static final TopicPartition ASIDE = new TopicPartition("aside", 0);

    @Override
    public Map<TopicPartition, StoredOffset> load(GroupId group) {
        return sound.load(group);
    }

    @Override
    public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
        return sound.initialize(group, offsets);
    }

    @Override
    public void write(MetricBatch batch) {
        sound.write(batch);
    }

    @Override
    public void reposition(OffsetReposition reposition) {
        sound.reposition(reposition);
    }

    @Override
    public List<LossReceipt> lossReceipts(GroupId group) {
        return sound.lossReceipts(group);
    }

    @Override
    public Optional<Governor> governor(GroupId group) {
        return sound.governor(group);
    }

    @Override
    public void recordGovernor(GroupId group, Governor governor) {
        sound.recordGovernor(group, governor);
    }

    @Override
    public MetricSnapshot read(GroupId group, Collection<? extends MetricQuery> queries) {
        return sound.read(group, queries);
    }

    /** Counts measurements without checking the batch's ranges. */
    void countUnconditionally(GroupId group, List<Measurement> measurements) {
        sound.initialize(group, Map.of(ASIDE, StoredOffset.of(0)));
        sound.write(new MetricBatch(group, List.of(new PartitionRange(ASIDE, 0, 0)), measurements));
        storeUnconditionally(group, List.of());
    }

    /** Stores receipts without a condition. */
    void storeUnconditionally(GroupId group, List<LossReceipt> receipts) {
        sound.initialize(group, Map.of(ASIDE, StoredOffset.of(0)));
        sound.reposition(new OffsetReposition(group, Map.of(ASIDE, Move.removal(StoredOffset.of(0))), receipts));
    }

    static MetricBatch with(MetricBatch batch, Function<Measurement, Stream<Measurement>> change) {
        return new MetricBatch(
                batch.coverage(), batch.measurements().stream().flatMap(change).toList());
    }

    static Measurement with(Measurement measurement, MetricValue value) {
        return new Measurement(measurement.name(), measurement.tags(), measurement.time(), value);
    }

    static MetricBatch retimed(MetricBatch batch, UnaryOperator<Optional<MetricTime>> change) {
        return with(
                batch,
                one -> Stream.of(new Measurement(one.name(), one.tags(), change.apply(one.time()), one.value())));
    }

    /** A snapshot that forwards, so that answers can be changed. */
    static class ForwardingSnapshot implements MetricSnapshot {

        private final MetricSnapshot snapshot;

        ForwardingSnapshot(MetricSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public Map<SortedMap<String, String>, MetricValue> totals(MetricQuery.Totals query) {
            return snapshot.totals(query);
        }

        @Override
        public SortedMap<Instant, MetricValue> series(MetricQuery.Series query) {
            return snapshot.series(query);
        }

        @Override
        public Map<TopicPartition, StoredOffset> ledger() {
            return snapshot.ledger();
        }

        @Override
        public Optional<Instant> writtenAt() {
            return snapshot.writtenAt();
        }
    }
}
