package io.tidemark.stream.keeping;

import io.tidemark.deadletter.RejectedRecords;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.BatchSplit;
import io.tidemark.stream.event.RecordsLost;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.StreamEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes and commits batches, in parts if a sink or store finds them too large. One thread at a time begins a part,
 * and it may do so while another thread finishes the part before.
 *
 * @param <B> the engine's type of a batch
 * @since 0.1
 */
public final class BatchRunner<B> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final KeepingSettings settings;
    private final BatchOutput<B> output;
    private final OffsetKeeper keeper;
    private final LogWatch watch;
    private final BatchSize size;
    private final StreamEvents events;
    /** The partitions that are registered in store and sink. */
    private final Set<TopicPartition> registered = ConcurrentHashMap.newKeySet();

    BatchRunner(
            KeepingSettings settings,
            BatchOutput<B> output,
            OffsetKeeper keeper,
            LogWatch watch,
            BatchSize size,
            StreamEvents events) {
        this.settings = settings;
        this.output = output;
        this.keeper = keeper;
        this.watch = watch;
        this.size = size;
        this.events = events;
        this.registered.addAll(watch.partitions());
    }

    /**
     * Prepares a batch: registers new partitions, and applies the policy to offsets that retention has deleted.
     *
     * @param time the batch's time
     * @param formed the ranges of the batch, up to {@link LogWatch#ends}; empty ranges are ignored
     * @param source makes the engine's batch of some ranges
     * @param before the batch before, which may not be committed yet
     * @return the batch; empty if it has no records, or if the batch before has failed
     * @throws OffsetVerificationException if retention has deleted records and the policy is to fail
     * @throws Exception any other failure; the stream must stop
     */
    public Prepared prepare(Instant time, List<PartitionRange> formed, Source<? extends B> source, Preceding before)
            throws Exception {
        Map<TopicPartition, PartitionLog> found = found(formed);
        Map<TopicPartition, OffsetVerification.Expired> expired = watch.expired(formed);
        // positions are registered and moved only after the batch before is committed
        if (!(found.isEmpty() && expired.isEmpty()) && !before.awaitEnd()) {
            return new Prepared(time, List.of(), source);
        }
        register(found);
        List<PartitionRange> ranges = readable(formed, expired);
        if (ranges.isEmpty()) {
            events.tell(StreamIdle::new, StreamListener::idle);
        }
        return new Prepared(time, ranges, source);
    }

    /**
     * The first part of these ranges that a batch may cover, so that its sink and store do not find it too large, as
     * far as earlier batches have shown; all of them if no batch was too large. For an engine that cannot cut a batch
     * once it has formed it.
     *
     * @param ranges ranges without duplicates; empty ones are ignored
     */
    public List<PartitionRange> nextPart(List<PartitionRange> ranges) {
        return new RemainingRanges(ranges).next(size);
    }

    /** A batch that is ready to be read, in as many parts as its sink and store need. Used by one thread at a time. */
    public final class Prepared {

        private final Instant time;
        private final RemainingRanges remaining;
        private final Source<? extends B> source;

        private Prepared(Instant time, List<PartitionRange> ranges, Source<? extends B> source) {
            this.time = time;
            this.remaining = new RemainingRanges(ranges);
            this.source = source;
        }

        /** Whether all parts have begun. */
        public boolean isEmpty() {
            return remaining.isEmpty();
        }

        /** The ranges that no part has begun yet; after preparing, all that the batch has to read. */
        public List<PartitionRange> ranges() {
            return remaining.ranges();
        }

        /**
         * Begins the next part: does everything that needs its records.
         *
         * @return the rest of the part; empty if it was too large, and a smaller part is next
         * @throws Exception the failure of the job's function, of the sink or of the store; the stream must stop
         */
        public Optional<Rest> begin() throws Exception {
            List<PartitionRange> ranges = remaining.next(size);
            B batch = source.batch(ranges);
            BatchOutput.Rest rest;
            try {
                rest = process(ranges, batch);
            } catch (Exception e) {
                split(ranges, e);
                return Optional.empty();
            }
            remaining.remove(ranges);
            long lag = watch.lag() + remaining.count();
            return Optional.of(() -> finish(ranges, batch, rest, lag));
        }

        private void finish(List<PartitionRange> ranges, B batch, BatchOutput.Rest rest, long lag) throws Exception {
            BatchOutput.Times times;
            try {
                times = rest.finish();
            } catch (Exception e) {
                split(ranges, e);
                Prepared again = new Prepared(time, ranges, source);
                while (!again.isEmpty()) {
                    Optional<Rest> part = again.begin();
                    if (part.isPresent()) {
                        part.get().finish();
                    }
                }
                return;
            }
            size.succeeded(RemainingRanges.count(ranges));
            BatchReport report = BatchReport.builder(time, ranges)
                    .processing(times.processing())
                    .writing(times.writing())
                    .committing(times.committing())
                    .lag(lag)
                    .rejected(rejected(batch))
                    .build();
            events.tell(source -> new BatchCommitted(source, report), StreamListener::batchCommitted);
        }

        /** Logs the rejected records, with a few of them: one line for each batch. */
        private Map<String, Long> rejected(B batch) {
            if (!(batch instanceof RejectingBatch rejecting)
                    || rejecting.rejected().isEmpty()) {
                return Map.of();
            }
            RejectedRecords rejected = rejecting.rejected();
            LOG.warn(
                    "Group {}: {} records of the batch of {} were rejected: {}",
                    settings.group(),
                    rejected.count(),
                    time,
                    rejected);
            return rejected.byReason();
        }

        /** Makes the next parts smaller, or fails with what was thrown. */
        private void split(List<PartitionRange> ranges, Exception thrown) throws Exception {
            TooLarge tooLarge = TooLarge.of(thrown).orElseThrow(() -> thrown);
            long count = RemainingRanges.count(ranges);
            if (count == 1) {
                PartitionRange record = ranges.get(0);
                throw new OffsetStoreException(
                        "Cannot split a batch of group " + settings.group() + " any further: the record of topic "
                                + record.partition().topic() + ", partition "
                                + record.partition().partition() + ", offset " + record.from()
                                + " alone is too large: " + tooLarge.cause().getMessage(),
                        thrown);
            }
            if (tooLarge.unit() == TooLarge.Unit.PARTITIONS && ranges.size() > 1) {
                size.tooManyPartitions(ranges.size());
            } else {
                size.tooManyRecords(count);
            }
            long most = Math.min(count, size.records());
            events.tell(
                    source -> {
                        BatchSplit split = new BatchSplit(source, time, ranges, tooLarge.cause(), most);
                        LOG.info("Group {}: {}", settings.group(), split);
                        return split;
                    },
                    StreamListener::split);
        }
    }

    /** Makes the engine's batch of some ranges. */
    @FunctionalInterface
    public interface Source<B> {

        /** The batch of these ranges; nothing is read before its records are used. */
        B batch(List<PartitionRange> ranges);
    }

    /** The batch before, as the next one sees it. */
    @FunctionalInterface
    public interface Preceding {

        /** Waits until it has ended; false if it has failed. */
        boolean awaitEnd() throws Exception;
    }

    /** The rest of a part of a batch; finished by one thread at a time, in the order of the parts. */
    @FunctionalInterface
    public interface Rest {

        /**
         * Finishes the part, in smaller parts if it turns out to be too large. When this returns, all of it is
         * committed and reported.
         *
         * @throws Exception the failure of the sink, of the store, or of the job's function; the stream must stop
         */
        void finish() throws Exception;
    }

    /** The partitions that are registered in store and sink, with cluster and topic. Safe to call from any thread. */
    public Map<TopicPartition, TopicIdentity> identities() {
        Map<TopicPartition, TopicIdentity> identities = new HashMap<>();
        registered.forEach(partition -> identities.put(partition, watch.identity(partition)));
        return identities;
    }

    private BatchOutput.Rest process(List<PartitionRange> ranges, B batch) throws Exception {
        try {
            return output.begin(ranges, batch, keeper);
        } catch (OffsetStoreException e) {
            throw e;
        } catch (Exception e) {
            if (TooLarge.of(e).isPresent()) {
                throw e;
            }
            // retention may have deleted records after the poll and before they were read: the policy decides then
            Map<TopicPartition, OffsetVerification.Expired> expired = overtaken(ranges);
            if (expired.isEmpty()) {
                throw e;
            }
            OffsetVerificationException verdict =
                    new OffsetVerificationException(settings.group(), Map.copyOf(expired));
            verdict.addSuppressed(e);
            throw verdict;
        }
    }

    /**
     * The partitions of a failed batch with records that retention has deleted; none if the cluster does not answer,
     * which is another failure.
     */
    private Map<TopicPartition, OffsetVerification.Expired> overtaken(List<PartitionRange> ranges) {
        if (keeper.fence().isRevoked()) {
            // the batch has failed because it was aborted
            return Map.of();
        }
        try {
            return watch.expiredBy(ranges);
        } catch (OffsetStoreException e) {
            if (!keeper.fence().isRevoked()) {
                LOG.warn("Cannot tell whether retention has deleted records of a failed batch", e);
            }
            return Map.of();
        }
    }

    private Map<TopicPartition, PartitionLog> found(List<PartitionRange> formed) {
        Map<TopicPartition, PartitionLog> found = new HashMap<>();
        for (PartitionRange range : formed) {
            if (!registered.contains(range.partition())) {
                found.put(range.partition(), watch.log(range.partition()));
            }
        }
        return found;
    }

    private void register(Map<TopicPartition, PartitionLog> found) {
        keeper.initialize(found);
        registered.addAll(found.keySet());
    }

    /** The ranges that have records, without records that retention has deleted. */
    private List<PartitionRange> readable(
            List<PartitionRange> formed, Map<TopicPartition, OffsetVerification.Expired> expired) {
        if (!expired.isEmpty() && settings.outOfRange().expired() != OutOfRangePolicy.EARLIEST) {
            throw new OffsetVerificationException(settings.group(), Map.copyOf(expired));
        }
        List<PartitionRange> ranges = new ArrayList<>();
        Map<TopicPartition, Move> moves = new HashMap<>();
        List<LossReceipt> receipts = new ArrayList<>();
        Map<TopicPartition, OffsetVerification> passed = new HashMap<>();
        for (PartitionRange range : formed) {
            OffsetVerification.Expired lost = expired.get(range.partition());
            PartitionRange left = range;
            if (lost != null) {
                long start = lost.bounds().start();
                if (start > range.until()) {
                    passed.put(range.partition(), lost);
                }
                StoredOffset expected = StoredOffset.of(range.from(), watch.identity(range.partition()));
                StoredOffset next = StoredOffset.of(start, watch.identity(range.partition()));
                moves.put(range.partition(), Move.to(expected, next));
                receipts.add(receipt(range, start));
                left = new PartitionRange(range.partition(), start, Math.max(start, range.until()));
            }
            if (!left.isEmpty()) {
                ranges.add(left);
            }
        }
        if (!moves.isEmpty()) {
            keeper.skip(moves, receipts);
            receipts.forEach(receipt -> {
                LOG.warn("Lost by policy: {}", receipt);
                events.tell(source -> new RecordsLost(source, receipt), StreamListener::lost);
            });
        }
        if (!passed.isEmpty()) {
            // the gap is wider than the batch: a restart skips it at once, the engine's next batches would need many
            throw new OffsetVerificationException(settings.group(), passed);
        }
        return ranges;
    }

    private LossReceipt receipt(PartitionRange range, long start) {
        return new LossReceipt(
                settings.group(),
                range.partition(),
                Optional.of(watch.identity(range.partition())),
                range.from(),
                start,
                LossReceipt.Reason.EXPIRED,
                settings.outOfRange().expired(),
                settings.clock().instant());
    }
}
