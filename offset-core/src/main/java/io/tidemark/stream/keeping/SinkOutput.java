package io.tidemark.stream.keeping;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.stream.internal.fence.RunFence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Exactly once into a sink: measure, write with the ledger's condition, then commit to the store, which follows. Only
 * the measuring needs the records, so the next batch is measured while this one is written.
 */
final class SinkOutput<B> extends BatchOutput<B> {

    private final MetricSink sink;
    private final Measure<? super B> measure;
    /** A part that the sink finds too large is measured again, perhaps while the next batch is being measured. */
    private final ReentrantLock measuring = new ReentrantLock();

    SinkOutput(MetricSink sink, Measure<? super B> measure) {
        this.sink = sink;
        this.measure = measure;
    }

    @Override
    public Optional<MetricSink> sink() {
        return Optional.of(sink);
    }

    @Override
    Rest begin(List<PartitionRange> ranges, B batch, OffsetKeeper keeper) throws Exception {
        measuring.lockInterruptibly();
        try {
            long began = System.nanoTime();
            MetricBatch write = new MetricBatch(keeper.group(), ranges, measured(batch));
            Duration measured = Duration.ofNanos(System.nanoTime() - began);
            return () -> finish(write, measured, keeper);
        } finally {
            measuring.unlock();
        }
    }

    /** The counts of rejected records are written with the batch, so that they are exactly once as well. */
    private List<Measurement> measured(B batch) throws Exception {
        List<Measurement> own = measure.measure(batch);
        if (batch instanceof RejectingBatch rejecting && !rejecting.rejected().isEmpty()) {
            List<Measurement> all = new ArrayList<>(own);
            all.addAll(rejecting.rejected().measurements());
            return all;
        }
        return own;
    }

    private Times finish(MetricBatch write, Duration measured, OffsetKeeper keeper) {
        long began = System.nanoTime();
        try {
            write(write, keeper.fence());
        } catch (OffsetConflictException conflict) {
            throw goneBack(conflict) ? lostWrites(sink, conflict) : conflict;
        }
        long written = System.nanoTime();
        try {
            keeper.commit(write.coverage());
        } catch (OffsetConflictException conflict) {
            throw goneBack(conflict) ? lostWrites(keeper.store(), conflict) : conflict;
        }
        return new Times(measured, Duration.ofNanos(written - began), Duration.ofNanos(System.nanoTime() - written));
    }

    private void write(MetricBatch write, RunFence fence) {
        try {
            fence.around(sink).write(write);
        } catch (CommitOutcomeUnknownException unknown) {
            fence.resolve(
                    unknown,
                    write.coverage(),
                    () -> sink.readBack(write.group(), write.coverage().topics()));
        }
    }

    /** Another driver moves offsets forward. If they have moved back, the sink or store has lost its last writes. */
    private static boolean goneBack(OffsetConflictException conflict) {
        return conflict.conflicts().stream()
                .allMatch(each ->
                        each.found().map(found -> found < each.expected()).orElse(true));
    }

    /**
     * Not a conflict, which would end the stream for good: the next start replays into the sink, and the store follows.
     */
    private OffsetStoreException lostWrites(Object where, OffsetConflictException conflict) {
        OffsetStoreException lost =
                new OffsetStoreException("Cannot write a batch of group " + conflict.group() + " to " + where
                        + ": "
                        + conflict.conflicts().stream()
                                .limit(10)
                                .map(OffsetConflictException.Conflict::toString)
                                .collect(Collectors.joining(", "))
                        + " of " + conflict.conflicts().size()
                        + " partitions; the stored offsets have moved back, as after a failover"
                        + " or from a restored copy. Start the stream again, or set a RestartPolicy: it resumes from the"
                        + " stored offsets and replays the lost records");
        lost.addSuppressed(conflict);
        return lost;
    }
}
