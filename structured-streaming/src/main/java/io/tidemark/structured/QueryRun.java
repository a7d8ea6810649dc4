package io.tidemark.structured;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.stream.keeping.BatchOutput;
import io.tidemark.stream.keeping.BatchRunner;
import io.tidemark.stream.keeping.KeepingSettings;
import io.tidemark.stream.keeping.LogWatch;
import io.tidemark.stream.keeping.OffsetKeeping;
import io.tidemark.stream.keeping.StreamMemory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The positions of one run of a query: where its batches start, what they cover, and when that is committed. Spark
 * forms the batches and keeps its checkpoint; the store, or the sink's ledger, says where reading continues.
 *
 * <p>Spark calls a source on the query's own thread. The methods are synchronized nevertheless, because a query is
 * stopped and observed from other threads.
 */
final class QueryRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryRun.class);

    private final KeepingSettings settings;
    private final Guarantee guarantee;
    private final OffsetKeeping<BatchWork> keeping;
    /** The sink if it decides what is written, otherwise the store. */
    private final OffsetStore governing;

    private final Optional<LastBatch> last;
    private final BooleanSupplier canReadAgain;
    /** What is left to read of the last batch in the checkpoint, if Spark repeats it. */
    private final Map<TopicPartition, Long> unread;
    /** The end of the last batch that was planned, finished, or found in the checkpoint. */
    private Optional<Map<TopicPartition, Long>> end;
    /** Where the batch ends that Spark's source has formed, while smaller ones are on the way to it. */
    private Map<TopicPartition, Long> formed = Map.of();

    /** Read without the lock, which an output holds while Spark computes its batch, perhaps on other threads. */
    private volatile @Nullable Planned current;

    private volatile @Nullable Throwable failure;

    private QueryRun(
            KeepingSettings settings,
            Guarantee guarantee,
            OffsetKeeping<BatchWork> keeping,
            OffsetStore governing,
            Optional<LastBatch> last,
            BooleanSupplier canReadAgain,
            Optional<Agreement> agreement) {
        this.settings = settings;
        this.guarantee = guarantee;
        this.keeping = keeping;
        this.governing = governing;
        this.last = last;
        this.canReadAgain = canReadAgain;
        this.unread = agreement
                .map(agreed -> unread(last.orElseThrow(), agreed, keeping.starts()))
                .orElse(Map.of());
        this.end = last.filter(LastBatch::finished).map(LastBatch::until);
    }

    /** Opens the keeping of a group's offsets; {@link OffsetKeeping#open} on a cluster. */
    @FunctionalInterface
    interface Keeping {
        OffsetKeeping<BatchWork> open(
                KeepingSettings settings, OffsetStore store, BatchOutput<BatchWork> output, StreamMemory memory);
    }

    /**
     * Compares the checkpoint with what is stored, resumes, and lets the store follow if the query has finished a batch
     * that the store has not heard of.
     *
     * @param last the last batch in the checkpoint; empty for a new one
     * @param canReadAgain whether the query can read the records of a batch again after Spark has finished it
     * @throws OffsetStoreException if checkpoint and store disagree, and for all reasons of {@link OffsetKeeping#open}
     * @throws io.tidemark.offset.verification.OffsetVerificationException if stored offsets cannot be resumed and the
     *     policy is to fail
     */
    static QueryRun open(
            KeepingSettings settings,
            Guarantee guarantee,
            OffsetStore store,
            Optional<MetricSink> sink,
            Optional<LastBatch> last,
            Object checkpoint,
            BooleanSupplier canReadAgain,
            Keeping keeping) {
        OffsetStore governing = sink.map(OffsetStore.class::cast).orElse(store);
        Optional<Agreement> agreement =
                last.map(batch -> agreement(settings, guarantee, governing, batch, checkpoint, canReadAgain));
        OffsetKeeping<BatchWork> opened =
                keeping.open(settings, store, output(guarantee, store, sink), new StreamMemory());
        try {
            QueryRun run = new QueryRun(settings, guarantee, opened, governing, last, canReadAgain, agreement);
            if (guarantee == Guarantee.AT_LEAST_ONCE
                    && last.filter(LastBatch::finished).isPresent()
                    && !run.unread.isEmpty()) {
                run.follow(last.orElseThrow());
            }
            return run;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private static BatchOutput<BatchWork> output(Guarantee guarantee, OffsetStore store, Optional<MetricSink> sink) {
        return switch (guarantee) {
            case AT_LEAST_ONCE -> BatchOutput.atLeastOnce(done -> {});
            case EXACTLY_ONCE_INTO_SINK ->
                BatchOutput.exactlyOnceInto(sink.orElseThrow(), work -> ((BatchWork.Measured) work).measure());
            case EXACTLY_ONCE_WITH_STORE -> withStore((TransactionalOffsetStore<?>) store);
        };
    }

    private static <C> BatchOutput<BatchWork> withStore(TransactionalOffsetStore<C> store) {
        return BatchOutput.exactlyOnceWith(
                store, (work, connection) -> ((BatchWork.Transactional) work).run(connection));
    }

    private static Agreement agreement(
            KeepingSettings settings,
            Guarantee guarantee,
            OffsetStore governing,
            LastBatch batch,
            Object checkpoint,
            BooleanSupplier canReadAgain) {
        Map<TopicPartition, Long> stored = new HashMap<>();
        governing.load(settings.group()).forEach((partition, entry) -> stored.put(partition, entry.offset()));
        List<LossReceipt> receipts = governing.lossReceipts(settings.group());
        Agreement agreement = Agreement.of(batch, stored, receipts);
        if (!agreement.holds()) {
            throw new OffsetStoreException("Cannot start the query of group " + settings.group() + ": its checkpoint "
                    + checkpoint + " and " + governing + " disagree. Of the checkpoint's last batch " + batch.id()
                    + " and of the stored offsets, by partition: " + agreement.disagreements()
                    + ". Spark continues at the start or at the end of that batch, and nothing else may have moved the"
                    + " stored offsets. If the stored offsets are right (after a rewind, or because another query went"
                    + " on), start the query with an empty checkpoint directory: it continues from them. If the"
                    + " checkpoint is right, move the stored offsets to the start of that batch with bin/tidemark");
        }
        refuseHalfWritten(settings, guarantee, governing, batch, checkpoint, canReadAgain, agreement);
        return agreement;
    }

    /** A batch that is written in one step is there, or it is not. */
    private static void refuseHalfWritten(
            KeepingSettings settings,
            Guarantee guarantee,
            OffsetStore governing,
            LastBatch batch,
            Object checkpoint,
            BooleanSupplier canReadAgain,
            Agreement agreement) {
        if (guarantee == Guarantee.AT_LEAST_ONCE) {
            return;
        }
        List<TopicPartition> missing = new ArrayList<>(agreement.at(Agreement.Place.START));
        missing.addAll(agreement.at(Agreement.Place.WITHIN));
        missing.sort(Comparator.comparing(TopicPartition::toString));
        Set<TopicPartition> written = agreement.at(Agreement.Place.END);
        if (batch.finished() && !missing.isEmpty() && written.isEmpty() && canReadAgain.getAsBoolean()) {
            LOG.info(
                    "Group {}: {} does not have batch {}, which the query has finished: it was too large, or the last"
                            + " writes were lost. It is read again",
                    settings.group(),
                    governing,
                    batch.id());
        } else if (batch.finished() && !missing.isEmpty()) {
            throw new OffsetStoreException("Cannot start the query of group " + settings.group() + ": " + governing
                    + " no longer has batch " + batch.id() + " of " + missing
                    + ", which the query has finished according to its checkpoint " + checkpoint
                    + "; it has lost its last writes, or its offsets were moved back. A query that keeps state or has"
                    + " another source cannot read a batch again, and neither can one that has written a part of it:"
                    + " start the query with an empty checkpoint directory, and it writes again what is missing");
        }
        if (!batch.finished() && !missing.isEmpty() && !written.isEmpty()) {
            throw new OffsetStoreException("Cannot start the query of group " + settings.group()
                    + ": Spark repeats batch " + batch.id() + " of its checkpoint " + checkpoint + ", of which "
                    + governing + " has " + written.size() + " partitions and lacks " + missing
                    + "; the offsets of some were moved. Start the query with an empty checkpoint directory: it"
                    + " continues from what is stored");
        }
    }

    /** Where the last batch of the checkpoint still has to be read until, or to be committed. */
    private static Map<TopicPartition, Long> unread(LastBatch batch, Agreement agreement, StartOffsets starts) {
        Map<TopicPartition, Long> unread = new HashMap<>();
        agreement.places().forEach((partition, place) -> {
            StartOffsets.Start start = starts.partitions().get(partition);
            boolean same = place == Agreement.Place.START || place == Agreement.Place.WITHIN;
            // a policy that has just moved the position to another log has left nothing of the batch
            boolean moved = start == null
                    || start.offset().isEmpty()
                    || start.receipt()
                            .filter(receipt -> receipt.reason() != LossReceipt.Reason.EXPIRED)
                            .isPresent();
            if (start != null && same && !moved) {
                long next = start.offset().orElseThrow().offset();
                Long until = batch.until().get(partition);
                if (until != null && next < until) {
                    unread.put(partition, until);
                }
            }
        });
        return unread;
    }

    /** Lets the store follow a batch that the query has finished, before it was stopped or crashed. */
    private void follow(LastBatch batch) {
        current = planned(batch.until(), ranges(unread));
        complete();
    }

    /** Where the next batch starts; at the start of the query, where it starts with a new checkpoint. */
    Map<TopicPartition, Long> positions() {
        LogWatch log = keeping.log();
        Map<TopicPartition, Long> positions = new HashMap<>();
        log.partitions().forEach(partition -> positions.put(partition, log.next(partition)));
        return positions;
    }

    /** See {@link BatchRunner#identities}. */
    Map<TopicPartition, TopicIdentity> identities() {
        return keeping.batches().identities();
    }

    /** Why a batch could not be written or committed; empty if none has failed. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Refuses all further writes of this run. */
    void revoke() {
        keeping.revoke();
    }

    /** Completes when this run is revoked and none of its writes is under way. */
    CompletableFuture<Void> drained() {
        return keeping.drained();
    }

    /** The bounds of the log, as last seen. */
    LogWatch log() {
        return keeping.log();
    }

    KeepingSettings settings() {
        return settings;
    }

    Guarantee guarantee() {
        return guarantee;
    }

    /**
     * Spark is about to form a batch: everything before {@code start} is finished. Commits what is not committed yet,
     * and verifies the positions.
     *
     * @param start where Spark has come to
     * @return where the batch has to end, if a policy has moved positions, so that Spark is at another place than this
     *     run: the batch has nothing to read, and takes Spark to the positions. Otherwise empty
     */
    synchronized Optional<Map<TopicPartition, Long>> advance(Map<TopicPartition, Long> start) {
        if (end.isEmpty()) {
            // a new checkpoint, or one whose last batch reads nothing here and was not planned again
            end = Optional.of(last.map(LastBatch::until).orElse(start));
        }
        if (!end.get().equals(start)) {
            throw new IllegalStateException("Cannot form a batch of group " + settings.group()
                    + ": Spark continues from " + new Positions(start).json() + ", but the last batch ended at "
                    + new Positions(end.get()).json() + "; the checkpoint belongs to another query, or was changed");
        }
        complete();
        keeping.log().refresh();
        Map<TopicPartition, Long> positions = positions();
        boolean same =
                start.entrySet().stream().allMatch(entry -> entry.getValue().equals(positions.get(entry.getKey())));
        return same ? Optional.empty() : Optional.of(positions);
    }

    /**
     * Spark's source could not find the ends of its topics. If a topic has been deleted since {@link #advance} looked
     * at the cluster, the verification says which one, and what can be done.
     *
     * @return what the query fails of: the failed verification, with the failure as a suppressed exception, or the
     *     failure
     */
    synchronized RuntimeException explain(Exception failure) {
        try {
            keeping.log().refresh();
        } catch (OffsetStoreException verified) {
            verified.addSuppressed(failure);
            return verified;
        }
        return new OffsetStoreException(
                "Cannot find the ends of the topics of group " + settings.group() + ": " + failure.getMessage(),
                failure);
    }

    /**
     * Whether another driver has moved the stored offsets, for a query that has found another query on its checkpoint.
     *
     * @return the conflict, with all partitions that are not where this run has left them
     * @throws OffsetStoreException if the store or the sink cannot be read
     */
    Optional<OffsetConflictException> movedByAnother() {
        Map<TopicPartition, Long> positions = positions();
        Map<TopicPartition, StoredOffset> stored = governing.load(settings.group());
        List<OffsetConflictException.Conflict> conflicts = new ArrayList<>();
        positions.forEach((partition, position) -> {
            Optional<StoredOffset> found = Optional.ofNullable(stored.get(partition));
            if (found.filter(entry -> entry.offset() != position).isPresent()) {
                conflicts.add(OffsetConflictException.Conflict.with(partition, position, found));
            }
        });
        return conflicts.isEmpty()
                ? Optional.empty()
                : Optional.of(new OffsetConflictException(settings.group(), conflicts));
    }

    /** Nothing is new. Tells the listeners. */
    synchronized void idle() {
        var unused = prepared(List.of(), new BatchSource());
    }

    /**
     * Where the next batch ends, if a batch was too large and has a rest.
     *
     * @return empty if Spark's source forms the next batch
     */
    synchronized Optional<Map<TopicPartition, Long>> rest() {
        return ranges(formed).isEmpty() ? Optional.empty() : Optional.of(limit(formed));
    }

    /**
     * Where a batch ends, so that its output does not find it too large as far as is known. The rest is left for the
     * batches that follow.
     *
     * @param until where Spark's source would end it
     */
    synchronized Map<TopicPartition, Long> limit(Map<TopicPartition, Long> until) {
        List<PartitionRange> all = ranges(until);
        List<PartitionRange> part = keeping.batches().nextPart(all);
        formed = part.equals(all) ? Map.of() : Map.copyOf(until);
        Map<TopicPartition, Long> limited = new HashMap<>(until);
        all.forEach(range -> limited.put(range.partition(), range.from()));
        part.forEach(range -> limited.put(range.partition(), range.until()));
        return limited;
    }

    /**
     * The ranges of a batch. Called several times for the same batch.
     *
     * @param until where Spark ends the batch
     */
    List<PartitionRange> plan(Map<TopicPartition, Long> until) {
        Planned planned = current;
        return planned != null && planned.until().equals(until) ? planned.ranges() : planNext(until);
    }

    private synchronized List<PartitionRange> planNext(Map<TopicPartition, Long> until) {
        boolean repeated = last.filter(batch -> !batch.finished()).isPresent() && end.isEmpty();
        if (repeated && !last.orElseThrow().until().equals(until)) {
            throw new IllegalStateException(
                    "Cannot repeat batch " + last.orElseThrow().id() + " of group "
                            + settings.group() + ": Spark ends it at " + new Positions(until).json()
                            + ", but the checkpoint has "
                            + new Positions(last.orElseThrow().until()).json()
                            + "; a query must not read one source twice");
        }
        if (repeated) {
            keeping.log().refresh();
        }
        complete();
        Planned planned = planned(until, ranges(repeated ? unread : until));
        current = planned;
        end = Optional.of(until);
        return planned.ranges();
    }

    private List<PartitionRange> ranges(Map<TopicPartition, Long> until) {
        LogWatch log = keeping.log();
        List<PartitionRange> ranges = new ArrayList<>();
        until.forEach((partition, offset) -> {
            if (log.partitions().contains(partition) && log.next(partition) < offset) {
                ranges.add(new PartitionRange(partition, log.next(partition), offset));
            }
        });
        ranges.sort(Comparator.comparing(range -> range.partition().toString()));
        return ranges;
    }

    private Planned planned(Map<TopicPartition, Long> until, List<PartitionRange> formed) {
        formed.forEach(range -> keeping.log().formed(range.partition(), range.until()));
        BatchSource source = new BatchSource();
        BatchRunner<BatchWork>.Prepared prepared = prepared(formed, source);
        source.ranges = prepared.ranges();
        return new Planned(Map.copyOf(until), prepared, prepared.ranges(), source);
    }

    private BatchRunner<BatchWork>.Prepared prepared(List<PartitionRange> formed, BatchSource source) {
        try {
            return keeping.batches().prepare(settings.clock().instant(), formed, source, () -> true);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot prepare a batch of group " + settings.group(), e);
        }
    }

    /** Whether there is a batch that Spark may have finished, and that is not committed. */
    synchronized boolean isPending() {
        return current != null;
    }

    /**
     * Spark has finished everything up to here, as its checkpoint says.
     *
     * @param finished the end of the last batch that has finished
     */
    synchronized void finished(Map<TopicPartition, Long> finished) {
        if (current != null && current.until().equals(finished)) {
            complete();
        }
    }

    /** Commits the current batch, unless its output has done so. */
    private void complete() {
        Planned planned = current;
        if (planned == null) {
            return;
        }
        current = null;
        if (guarantee == Guarantee.AT_LEAST_ONCE) {
            process(planned, new BatchWork.Done());
        } else if (!planned.prepared().isEmpty()) {
            throw new IllegalStateException("Cannot continue the query of group " + settings.group()
                    + ": it has finished a batch that was not written "
                    + (guarantee == Guarantee.EXACTLY_ONCE_INTO_SINK ? "into the sink" : "in the store's transaction")
                    + ", with ranges " + planned.ranges() + ". " + SourceOptions.OUTPUT + " is " + guarantee.word()
                    + ": write with " + output() + ", or leave the option out for any other output, at least once");
        }
    }

    private String output() {
        return guarantee == Guarantee.EXACTLY_ONCE_INTO_SINK
                ? "writeStream.format(\"tidemark\") or foreachBatch(QueryOutput.exactlyOnceInto(...))"
                : "foreachBatch(QueryOutput.exactlyOnceWith(...))";
    }

    /**
     * Writes the current batch exactly once, or not at all if that was done before a crash.
     *
     * @param work what to do with the batch
     */
    synchronized void write(BatchWork work) {
        Planned planned = current;
        if (planned == null) {
            refuseOutputWithoutInput(work);
        } else if (planned.ranges().isEmpty()) {
            LOG.info("Group {}: a batch was written before, or has nothing to read; it is left out", settings.group());
        } else if (planned.prepared().isEmpty()) {
            throw new IllegalStateException("Cannot write a batch of group " + settings.group()
                    + " twice: a query has one output that writes exactly once; compute everything in one function");
        } else {
            process(planned, work);
        }
    }

    /** Windows that a watermark closes are such output: no offset says whether it was written before. */
    private void refuseOutputWithoutInput(BatchWork work) {
        boolean empty;
        try {
            empty = work instanceof BatchWork.Measured measured
                    ? measured.measure().isEmpty()
                    : !(work instanceof BatchWork.Transactional transactional) || transactional.isEmpty();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot compute a batch of group " + settings.group(), e);
        }
        if (!empty) {
            throw new IllegalStateException("Cannot write a batch of group " + settings.group()
                    + " exactly once: it has output, but no input, as a window does that a watermark closes; nothing"
                    + " says whether it was written before. Set spark.sql.streaming.noDataMicroBatches.enabled to false,"
                    + " or aggregate by time in the sink instead of in windows");
        }
    }

    private void process(Planned planned, BatchWork work) {
        planned.source().work = work;
        boolean done = false;
        try {
            while (!planned.prepared().isEmpty()) {
                Optional<BatchRunner.Rest> rest = planned.prepared().begin();
                if (rest.isPresent()) {
                    rest.get().finish();
                }
            }
            done = true;
        } catch (TooLargeAsAWholeException e) {
            leaveOut(planned);
            done = true;
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        } catch (Exception e) {
            failure = e;
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException(
                    "Cannot write a batch of group " + settings.group() + " with ranges " + planned.ranges(), e);
        } finally {
            if (!done) {
                // nothing more may be written in this run; the next one resumes from what is stored
                current = null;
                keeping.revoke();
            }
        }
    }

    /**
     * A batch was too large, and nothing of it is written. Spark has all of its records in one piece and finishes it;
     * after it, the query goes back to its start and reads the same records in smaller batches.
     */
    private void leaveOut(Planned planned) {
        current = null;
        planned.ranges().forEach(range -> keeping.log().formed(range.partition(), range.from()));
        LOG.info(
                "Group {}: a batch was too large and is left out; its ranges {} are read again in smaller batches",
                settings.group(),
                planned.ranges());
    }

    /** Ends this run: none of its writes reaches store or sink afterwards. */
    @Override
    public void close() {
        keeping.close();
    }

    /**
     * A batch that Spark runs.
     *
     * @param until where Spark ends it
     * @param prepared takes it to its commit
     * @param ranges what it reads
     * @param source hands over its output
     */
    private record Planned(
            Map<TopicPartition, Long> until,
            BatchRunner<BatchWork>.Prepared prepared,
            List<PartitionRange> ranges,
            BatchSource source) {}

    /** A batch has to be smaller. */
    private static final class TooLargeAsAWholeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeAsAWholeException() {
            super("too large", null, false, false);
        }
    }

    /** The output of one batch. It has all records of the batch in its hands and cannot be given fewer. */
    private final class BatchSource implements BatchRunner.Source<BatchWork> {

        private List<PartitionRange> ranges = List.of();
        private BatchWork work = new BatchWork.Done();

        @Override
        public BatchWork batch(List<PartitionRange> part) {
            if (guarantee == Guarantee.AT_LEAST_ONCE || Set.copyOf(part).equals(Set.copyOf(ranges))) {
                return work;
            }
            if (canReadAgain.getAsBoolean()) {
                throw new TooLargeAsAWholeException();
            }
            throw new OffsetStoreException("Cannot write a batch of group " + settings.group() + " in one step: "
                    + ranges.stream().mapToLong(PartitionRange::count).sum() + " offsets of " + ranges.size()
                    + " partitions are too large, and a query that keeps state or has another source cannot read them"
                    + " again in smaller batches. Start the query with an empty checkpoint directory and a smaller"
                    + " maxOffsetsPerTrigger: it continues from what is stored, and nothing is lost or counted twice");
        }
    }
}
