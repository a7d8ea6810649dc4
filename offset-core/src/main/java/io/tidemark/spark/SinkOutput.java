package io.tidemark.spark;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.CommitOutcomes;
import io.tidemark.offset.GroupId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exactly once into a sink: measure, write with the ledger's condition, then let the store follow. */
final class SinkOutput<K, V> implements BatchOutput<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(SinkOutput.class);

    private final GroupId group;
    private final MetricSink sink;
    private final BatchMeasure<K, V> measure;

    SinkOutput(GroupId group, MetricSink sink, BatchMeasure<K, V> measure) {
        this.group = group;
        this.sink = sink;
        this.measure = measure;
    }

    @Override
    public Times process(Batch<K, V> batch, OffsetKeeper keeper) throws Exception {
        long began = System.nanoTime();
        List<Measurement> measurements = measure.measure(batch);
        long measured = System.nanoTime();
        MetricBatch write = new MetricBatch(group, batch.ranges(), measurements);
        try {
            sink.write(write);
        } catch (CommitOutcomeUnknownException unknown) {
            LOG.warn("Reading back what became of a write to the sink", unknown);
            CommitOutcomes.resolve(
                    unknown,
                    write.coverage(),
                    () -> sink.ledger(group, write.coverage().topics()));
        }
        long written = System.nanoTime();
        keeper.commit(write.coverage());
        return new Times(
                Duration.ofNanos(measured - began),
                Duration.ofNanos(written - measured),
                Duration.ofNanos(System.nanoTime() - written));
    }
}
