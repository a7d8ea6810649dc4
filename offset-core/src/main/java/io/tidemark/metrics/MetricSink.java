package io.tidemark.metrics;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Where metrics go, together with the ledger of what they were counted from. Metrics and ledger move in one atomic step,
 * accepted only where the ledger equals the batch's {@code from}: a batch that is written again after a crash, with
 * whatever other bounds, changes no total.
 *
 * <p>Outcomes are those of an {@code OffsetStore}: a return means applied, {@link OffsetConflictException} means known
 * not applied, {@link CommitOutcomeUnknownException} means that the ledger has to be read to tell; any other
 * {@link OffsetStoreException} means known not applied. A batch that exceeds a limit of the sink is refused as a whole with
 * {@link BatchTooLargeException}, and its ranges are measured again in smaller batches. Implementations are safe for use by several threads and several
 * processes, borrow their client and never close it, and retry nothing on their own.
 *
 * <p>The contract is published as tests in {@code tidemark-offset-tck}.
 */
public interface MetricSink {

    /**
     * Reads the whole ledger of a group, so that nothing in it can be overlooked.
     *
     * @param group the group
     * @return every partition of every topic that the ledger holds; a snapshot that does not change
     * @throws OffsetStoreException if the sink cannot be read
     */
    Map<TopicPartition, StoredOffset> ledger(GroupId group);

    /**
     * Reads the ledger of some topics of a group: the entries of these topics in {@link #ledger(GroupId)}. A sink has no
     * reason to override it.
     *
     * @param group the group
     * @param topics the topics; for an empty set the answer is empty
     * @throws OffsetStoreException if the sink cannot be read
     */
    default Map<TopicPartition, StoredOffset> ledger(GroupId group, Set<String> topics) {
        Map<TopicPartition, StoredOffset> found = new HashMap<>(ledger(group));
        found.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        return Map.copyOf(found);
    }

    /**
     * Enters first offsets into the ledger for partitions that have none, and leaves those that have one as they are.
     *
     * @param group the group
     * @param offsets the offsets to enter; {@link StoredOffset#storedAt()} is ignored
     * @return for every partition asked for, the entry that governs from now on
     * @throws CommitOutcomeUnknownException if the connection broke around the write; calling again is safe
     * @throws OffsetStoreException if nothing was entered
     */
    Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets);

    /**
     * Merges a batch's measurements into the stored metrics and moves the ledger from each range's {@code from} to its
     * {@code until}: all of it or nothing. A partition without a ledger entry is in conflict. Everything that can be
     * wrong with a measurement (a sum that exceeds a {@code long}, a stored value of another kind) is found before the first
     * write. A sink may be set to limit such a sum instead ({@link SumOverflow}). A metric of a group has one kind of value, that of its first measurement, for all its tags and minutes.
     *
     * @param batch the measurements and the ranges they were counted from
     * @throws BatchTooLargeException if the batch is too large for one write and a smaller one can succeed; nothing was
     *     written
     * @throws OffsetConflictException if a ledger entry is not its range's {@code from}; nothing was written
     * @throws CommitOutcomeUnknownException if the connection broke around the write; read the ledger, do not write again
     * @throws OffsetStoreException if nothing was written for another reason
     */
    void write(MetricBatch batch);

    /**
     * Moves ledger entries by decision and not by counting; the metrics stay as they are. The receipts of what is lost
     * are kept by the offset store, a sink ignores them.
     *
     * @param reposition the moves, each with the entry that it believes is in the ledger
     * @throws OffsetConflictException if an entry is not the expected one; nothing was written
     * @throws CommitOutcomeUnknownException if the connection broke around the write
     * @throws OffsetStoreException if nothing was written for another reason
     */
    void reposition(OffsetReposition reposition);
}
