package io.tidemark.stream.keeping;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TransactionalOffsetStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The function that processes each batch, and the guarantee: whether offsets are committed before the function,
 * after it, or atomically with its results. The function is called by one thread at a time, in the order of the
 * batches. It may throw {@link io.tidemark.offset.BatchTooLargeException}: then the ranges of the batch are
 * processed in smaller parts. Internally a batch has two steps, so that an engine can finish one batch while it
 * begins the next one.
 *
 * <pre>{@code
 * BatchOutput<List<PartitionRange>> output = BatchOutput.exactlyOnceInto(
 *         sink,
 *         ranges -> List.of(Measurement.timeless(
 *                 "offsets",
 *                 Map.of(),
 *                 new MetricValue.Sum(ranges.stream().mapToLong(PartitionRange::count).sum()))));
 * }</pre>
 *
 * @param <B> the engine's type of a batch
 * @since 0.1
 */
public abstract sealed class BatchOutput<B> permits HandlerOutput, SinkOutput, TransactionalOutput {

    /**
     * Counts every record exactly once in a sink. The sink stores the measurements and its own offsets in one atomic
     * write; the offset store is committed afterwards.
     */
    public static <B> BatchOutput<B> exactlyOnceInto(MetricSink sink, Measure<? super B> measure) {
        return new SinkOutput<>(sink, measure);
    }

    /**
     * Runs the job's work and commits the offsets in one transaction of the stream's own store.
     *
     * @param store the store that the stream is opened with; another one is refused
     */
    public static <B, C> BatchOutput<B> exactlyOnceWith(
            TransactionalOffsetStore<C> store, TransactionalWork<? super B, ? super C> work) {
        return new TransactionalOutput<>(store, work);
    }

    /** Commits the offsets after the work. After a crash between the two, the work runs again. */
    public static <B> BatchOutput<B> atLeastOnce(Work<? super B> work) {
        return new HandlerOutput<>(work, HandlerOutput.Order.HANDLE_THEN_COMMIT);
    }

    /**
     * Commits the offsets before the work. If the work or the process fails, the remaining records of the batch are
     * skipped.
     */
    public static <B> BatchOutput<B> atMostOnce(Work<? super B> work) {
        return new HandlerOutput<>(work, HandlerOutput.Order.COMMIT_THEN_HANDLE);
    }

    /**
     * Does everything that needs the batch's records. Called for one batch at a time, perhaps while the batch before is
     * being finished.
     *
     * @return the second part
     * @throws Exception if it fails; the stream stops, unless the batch is {@linkplain TooLarge too large}: then
     *     nothing of it may have been applied
     */
    abstract Rest begin(List<PartitionRange> ranges, B batch, OffsetKeeper keeper) throws Exception;

    /** Refuses a store in whose transactions the output does not commit; most outputs take any store. */
    void requireStore(GroupId group, OffsetStore store) {}

    /** The sink whose offsets govern, if there is one. */
    public Optional<MetricSink> sink() {
        return Optional.empty();
    }

    /** Measures a batch. */
    @FunctionalInterface
    public interface Measure<B> {

        /**
         * Measures a batch.
         *
         * @throws Exception if it fails; the stream stops, and nothing of this batch is written or committed
         */
        List<Measurement> measure(B batch) throws Exception;
    }

    /** Does a job's own work on a batch. */
    @FunctionalInterface
    public interface Work<B> {

        /**
         * Does the work.
         *
         * @throws Exception if it fails; the stream stops
         */
        void run(B batch) throws Exception;
    }

    /** Does a job's own work on a batch, in the store's transaction. */
    @FunctionalInterface
    public interface TransactionalWork<B, C> {

        /**
         * Does the work.
         *
         * @param connection the store's, in its transaction; do not commit, roll back, close or keep it
         * @throws Exception if it fails; the transaction is rolled back, and the stream stops
         */
        void run(B batch, C connection) throws Exception;
    }

    /** The second part of a batch; done for one batch at a time, in their order. */
    @FunctionalInterface
    interface Rest {

        /** Finishes the batch; it is committed then. */
        Times finish() throws Exception;
    }

    /** How long the parts took. */
    record Times(Duration processing, Duration writing, Duration committing) {}
}
