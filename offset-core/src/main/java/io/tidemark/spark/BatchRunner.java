package io.tidemark.spark;

import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OffsetVerification;
import io.tidemark.offset.OffsetVerificationException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionLog;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
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

/** Takes one batch from its ranges to its commit. Used by one thread at a time. */
final class BatchRunner<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final StreamSettings<K, V> settings;
    private final BatchOutput<K, V> output;
    private final OffsetKeeper keeper;
    private final LogWatch watch;
    private final StreamEvents events;
    /** The partitions that store and sink have an entry of. */
    private final Set<TopicPartition> entered = ConcurrentHashMap.newKeySet();

    BatchRunner(
            StreamSettings<K, V> settings,
            BatchOutput<K, V> output,
            OffsetKeeper keeper,
            LogWatch watch,
            StreamEvents events) {
        this.settings = settings;
        this.output = output;
        this.keeper = keeper;
        this.watch = watch;
        this.events = events;
        this.entered.addAll(watch.partitions());
    }

    /**
     * Runs a batch; one without records writes nothing.
     *
     * @param source where its records come from
     * @return whether anything was committed
     * @throws Exception whatever goes wrong
     */
    boolean run(Instant time, List<PartitionRange> formed, RecordSource<K, V> source) throws Exception {
        long lag = watch.lag();
        enterFound(formed);
        List<PartitionRange> ranges = readable(formed);
        if (ranges.isEmpty()) {
            return false;
        }
        BatchOutput.Times times = process(new Batch<>(time, ranges, source.records(ranges)));
        BatchReport report =
                new BatchReport(time, ranges, times.processing(), times.writing(), times.committing(), lag);
        events.tell(listener -> listener.batchCommitted(report));
        return true;
    }

    /** The partitions that store and sink have an entry of, and whose they are. Safe to ask from any thread. */
    Map<TopicPartition, TopicIdentity> identities() {
        Map<TopicPartition, TopicIdentity> identities = new HashMap<>();
        entered.forEach(partition -> identities.put(partition, watch.identity(partition)));
        return identities;
    }

    private BatchOutput.Times process(Batch<K, V> batch) throws Exception {
        try {
            return output.process(batch, keeper);
        } catch (OffsetStoreException e) {
            throw e;
        } catch (Exception e) {
            // retention may have overtaken the batch between the look and its reading: then the policy decides, not
            // luck
            Map<TopicPartition, OffsetVerification.Expired> expired = watch.expiredBy(batch.ranges());
            if (expired.isEmpty()) {
                throw e;
            }
            OffsetVerificationException verdict =
                    new OffsetVerificationException(settings.group(), Map.copyOf(expired));
            verdict.addSuppressed(e);
            throw verdict;
        }
    }

    private void enterFound(List<PartitionRange> formed) {
        Map<TopicPartition, PartitionLog> found = new HashMap<>();
        for (PartitionRange range : formed) {
            if (!entered.contains(range.partition())) {
                found.put(range.partition(), watch.log(range.partition()));
            }
        }
        keeper.initialize(found);
        entered.addAll(found.keySet());
    }

    /** The ranges that have records, without what retention has deleted of them. */
    private List<PartitionRange> readable(List<PartitionRange> formed) {
        Map<TopicPartition, OffsetVerification.Expired> expired = watch.expired(formed);
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
                events.tell(listener -> listener.lost(receipt));
            });
        }
        if (!passed.isEmpty()) {
            // the gap is wider than the batch: a new start leaps over it, the batches that Spark would form crawl
            // through
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
