package io.tidemark.stream.keeping;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.internal.Causes;
import io.tidemark.stream.internal.StreamEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs batches in a program with a plain Kafka consumer. The program calls {@link #runBatch} in a loop, and its
 * output reads the ranges of each batch, for example with a {@link RangeConsumer}. Offsets are resumed, verified and
 * committed as in the streams of an engine. Used by one thread at a time.
 *
 * <pre>{@code
 * KeepingSettings settings = KeepingSettings.builder()
 *         .group("orders")
 *         .topics("orders")
 *         .kafka(Map.of("bootstrap.servers", "kafka:9092"))
 *         .build();
 * try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
 *         settings.consumerParams(), new StringDeserializer(), new StringDeserializer())) {
 *     RangeConsumer<String, String> reader = new RangeConsumer<>(consumer, Duration.ofSeconds(60));
 *     BatchOutput<List<PartitionRange>> output = BatchOutput.atLeastOnce(
 *             ranges -> reader.forEach(ranges, record -> System.out.println(record.value())));
 *     try (BatchLoop loop = BatchLoop.open(settings, store, output)) {
 *         while (!loop.isStopRequested()) {
 *             if (loop.runBatch() == 0) {
 *                 Thread.sleep(1_000);
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class BatchLoop implements AutoCloseable {

    private final KeepingSettings settings;
    private final StreamMemory memory;
    private final StreamEvents events;
    private final OffsetKeeping<List<PartitionRange>> keeping;
    private boolean closed;
    private Optional<Throwable> failure = Optional.empty();

    private BatchLoop(KeepingSettings settings, StreamMemory memory, OffsetKeeping<List<PartitionRange>> keeping) {
        this.settings = settings;
        this.memory = memory;
        this.events = memory.events(settings);
        this.keeping = keeping;
    }

    /**
     * Resumes a group, or starts it if nothing is stored.
     *
     * @param settings whose offsets to keep, and how
     * @param store where the offsets are kept; borrowed
     * @param output the guarantee, and what happens to the ranges of a batch
     * @throws IllegalArgumentException if the output commits in the transactions of another store
     * @throws io.tidemark.offset.verification.OffsetVerificationException if stored offsets cannot be resumed and the
     *     policy is to fail
     * @throws io.tidemark.offset.OffsetStoreException if the cluster, the store or the sink cannot be reached or
     *     refuses, a topic does not exist, the group has live members, or the sink is empty and the store is not
     */
    public static BatchLoop open(
            KeepingSettings settings, OffsetStore store, BatchOutput<List<PartitionRange>> output) {
        StreamMemory memory = new StreamMemory();
        return new BatchLoop(settings, memory, OffsetKeeping.open(settings, store, output, memory, Map.of()));
    }

    /**
     * Resumes a group, or starts it if nothing is stored. Each batch runs the program's work and commits the offsets in
     * one transaction of the store.
     *
     * @param settings whose offsets to keep, and how
     * @param store where the offsets are kept; borrowed
     * @param work does the program's work on the store's connection
     * @throws io.tidemark.offset.verification.OffsetVerificationException as for {@link #open}
     * @throws io.tidemark.offset.OffsetStoreException as for {@link #open}
     */
    public static <C> BatchLoop exactlyOnceWith(
            KeepingSettings settings,
            TransactionalOffsetStore<C> store,
            BatchOutput.TransactionalWork<List<PartitionRange>, ? super C> work) {
        return open(settings, store, BatchOutput.exactlyOnceWith(store, work));
    }

    /** Where each partition starts, and why. */
    public StartOffsets starts() {
        return keeping.starts();
    }

    /** The lag as of the last poll: the number of offsets from the end of the last batch to the end of the log. */
    public long lag() {
        return keeping.log().lag();
    }

    /** How far the loop is, in total and by partition. Safe to call from any thread. */
    public StreamProgress lastProgress() {
        return memory.progress();
    }

    /**
     * Whether a listener has requested a stop, with {@link io.tidemark.stream.event.StreamEvent#stop()}. The loop then
     * runs no further batch; the program closes it.
     */
    public boolean isStopRequested() {
        return memory.isStopRequested();
    }

    /**
     * Runs one batch: asks the cluster for the bounds of the log, verifies the position of each partition, calls the
     * output for the ranges that are new, and commits. After a failure it runs no other batch.
     *
     * @return how many offsets the batch covered; 0 if the log holds nothing new, or a stop was requested
     * @throws io.tidemark.offset.verification.OffsetVerificationException if the log no longer holds a partition's
     *     position
     * @throws io.tidemark.offset.OffsetStoreException if the cluster does not answer
     * @throws BatchFailedException if the batch failed; its cause says why
     * @throws IllegalStateException if an earlier batch has failed
     */
    public long runBatch() {
        if (failure.isPresent()) {
            throw new IllegalStateException(
                    "Cannot run another batch of group " + settings.group()
                            + ": an earlier one failed. Close this loop and"
                            + " open another one, which resumes from the stored offsets",
                    failure.get());
        }
        if (memory.isStopRequested()) {
            return 0;
        }
        Instant time = settings.clock().instant();
        try {
            keeping.log().refresh();
            List<PartitionRange> formed = keeping.log().formBatch();
            run(time, formed);
            return RemainingRanges.count(formed);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
            reportFailure(e);
            throw e;
        }
    }

    private void reportFailure(Throwable cause) {
        Causes.find(cause, OffsetConflictException.class)
                .ifPresent(conflict ->
                        events.tell(source -> new StreamConflicted(source, conflict), StreamListener::conflicted));
        events.tell(source -> new StreamFailed(source, cause, 1, Optional.empty()), StreamListener::failed);
    }

    private void run(Instant time, List<PartitionRange> formed) {
        try {
            BatchRunner<List<PartitionRange>>.Prepared batch =
                    keeping.batches().prepare(time, formed, ranges -> ranges, () -> true);
            while (!batch.isEmpty()) {
                Optional<BatchRunner.Rest> part = batch.begin();
                if (part.isPresent()) {
                    part.get().finish();
                }
            }
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new BatchFailedException(settings.group(), time, formed, e);
        }
    }

    /** Ends this run: none of its writes reaches store or sink afterwards. Reports the end to the listeners. */
    @Override
    public void close() {
        keeping.close();
        if (!closed) {
            closed = true;
            events.tellEnd(failure);
        }
    }
}
