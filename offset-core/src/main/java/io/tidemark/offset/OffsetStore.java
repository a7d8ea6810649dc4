package io.tidemark.offset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * A durable store of a job's offsets. Every write states the offsets that it expects to be stored, and is refused if
 * they differ. This condition alone, without clocks, leases or locks, keeps two drivers apart.
 *
 * <p>A write has one of three outcomes. It returns: it was applied, for all partitions. It throws
 * {@link OffsetConflictException}: it was not applied, for any partition. It throws
 * {@link CommitOutcomeUnknownException}: the connection broke and the outcome is unknown; the caller reads back with
 * {@link #readBack} and does not simply write again. Any other {@link OffsetStoreException}: it was not applied, for
 * any partition. Of these, {@link BatchTooLargeException} means that a call with fewer partitions can succeed. A
 * store throws it if the call exceeds a size limit of its server, and never applies a part of the call.
 *
 * <p>Topic names and group ids are compared by code point ({@code A} and {@code a} are different), offsets go up to
 * {@link Long#MAX_VALUE}. Implementations are safe for use by several threads and several processes; they borrow their
 * client and never close it. They never retry a write, and never read the topics whose offsets they keep. Timeouts are
 * set on the client. A call whose thread is interrupted ends early with one of the exceptions above, and the thread
 * stays interrupted.
 *
 * <p>A store is opened for one {@linkplain WriterName writer}, by default this process. A store whose format has a
 * field for the writer records it with every entry that a write changes. A conflict then names the refused writer
 * and the writer of the stored offset. Whether an empty range changes the recorded writer is unspecified.
 *
 * <p>The contract is published as tests in {@code tidemark-offset-tck}.
 *
 * @since 0.1
 */
public interface OffsetStore {

    /**
     * Reads everything that is stored for a group.
     *
     * @param group the group
     * @return every stored partition of every topic, including those that the cluster no longer has and those that the
     *     caller does not know; a consistent snapshot that never shows a partly written commit
     * @throws OffsetStoreException if the store cannot be read
     */
    Map<TopicPartition, StoredOffset> load(GroupId group);

    /**
     * Reads what is stored for some topics of a group: the entries of these topics in {@link #load(GroupId)}. A store
     * has no reason to override it.
     *
     * @param group the group
     * @param topics the topics; for an empty set the result is empty
     * @throws OffsetStoreException if the store cannot be read
     */
    default Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
        Map<TopicPartition, StoredOffset> found = new HashMap<>(load(group));
        found.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        return Map.copyOf(found);
    }

    /**
     * Reads what is stored for a group after the answer to a write was lost. It is like {@link #load}, but a store that
     * can wait for writes in progress does so, and then reads their result. A store that wraps another one passes the
     * call on.
     *
     * @param group the group
     * @param topics the topics to read; for an empty set the result is empty
     * @return as {@link #load}
     * @throws OffsetStoreException if the store cannot be read, or a write in progress does not end in time
     */
    default Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        return load(group, topics);
    }

    /**
     * Stores first offsets for partitions that have none, and keeps existing ones.
     *
     * @param group the group
     * @param offsets the offsets to store; {@link StoredOffset#storedAt()} and {@link StoredOffset#writer()} are
     *     ignored
     * @return for every given partition, the entry that governs from now on: the given one or the existing one
     * @throws CommitOutcomeUnknownException if the connection broke during the write; calling again is safe
     * @throws OffsetStoreException if nothing was stored
     */
    Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets);

    /**
     * Moves every partition of the commit from its range's {@code from} to its {@code until}, all of them or none. A
     * partition without an entry is in conflict. The stored {@link StoredOffset#identity()} does not change.
     *
     * @param commit the ranges of the batch
     * @throws OffsetConflictException if a stored offset is not its range's {@code from}; nothing was stored
     * @throws CommitOutcomeUnknownException if the connection broke during the write; read back, do not write again
     * @throws OffsetStoreException if nothing was stored for another reason
     */
    void commit(OffsetCommit commit);

    /**
     * Moves partitions to other offsets of their log, or of another log, because a policy or an operator has decided
     * so. The moves and the receipts of their losses are stored together, all or none.
     *
     * <p>A receipt is stored once for each {@link LossReceipt#key()}. A receipt with an equal key replaces the existing
     * one, so a decision that is repeated after a crash leaves one receipt with the last count. Receipts with different
     * keys never replace each other.
     *
     * @param reposition the moves, each with the expected entry, and the receipts
     * @throws OffsetConflictException if a stored offset or identity is not the expected one; nothing was stored
     * @throws CommitOutcomeUnknownException if the connection broke during the write
     * @throws OffsetStoreException if nothing was stored for another reason
     */
    void reposition(OffsetReposition reposition);

    /**
     * Reads a group's loss receipts, oldest first. They are as durable as the store's offsets.
     *
     * @param group the group
     * @return the receipts; empty if nothing was lost
     * @throws OffsetStoreException if the store cannot be read
     */
    List<LossReceipt> lossReceipts(GroupId group);

    /**
     * Reads whose positions govern a group: those of this store, or those of a sink that the store follows. The
     * group's last stream has recorded it.
     *
     * @param group the group
     * @return empty if nothing is recorded: no stream has started since the store can record it
     * @throws OffsetStoreException if the store cannot be read
     */
    Optional<Governor> governor(GroupId group);

    /**
     * Records what governs a group, and replaces the previous record. Offsets and receipts do not change. It is
     * information for people and tools; no write depends on it.
     *
     * @param group the group
     * @param governor what governs from now on
     * @throws OffsetStoreException if it could not be recorded, or it is unknown whether it was; calling again is safe
     */
    void recordGovernor(GroupId group, Governor governor);
}
