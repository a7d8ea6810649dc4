package io.tidemark.offset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a job keeps its offsets. Every write says what it believes is stored and is refused where that is not so; no
 * clock, lease or lock stands between two drivers, the condition does.
 *
 * <p>A write has one of three outcomes. It returns: applied, for all partitions. It throws
 * {@link OffsetConflictException}: known not applied, for none. It throws {@link CommitOutcomeUnknownException}: the
 * connection broke on the way and nobody can tell; the caller reads back with {@link #readBack} and never just writes
 * again. Any other {@link OffsetStoreException} means known not applied. One of them, {@link BatchTooLargeException}, also
 * says that fewer partitions in one call can succeed: a store throws it where a limit of its server depends on the size of
 * the call, and never applies a part of the call.
 *
 * <p>Topic names and group ids are compared by code point ({@code A} and {@code a} are two), offsets go up to
 * {@link Long#MAX_VALUE}. Implementations are safe for use by several threads and several processes; they borrow their
 * client and never close it. They retry nothing on their own and know nothing of the broker's log. How long a call may
 * take is set on the client; a call whose thread is interrupted ends early with one of the exceptions above and leaves
 * the interrupt flag set.
 *
 * <p>A store is opened for one {@linkplain WriterName writer}, by default this process. Where it has room for it, it
 * records the writer with every entry that a write changes (an empty range may count as a change or not), and a conflict
 * names both: the writer that was refused and the one that stored what it found.
 *
 * <p>The contract is published as tests in {@code tidemark-offset-tck}.
 */
public interface OffsetStore {

    /**
     * Reads everything that is stored for a group, so that nothing stored can be overlooked.
     *
     * @param group the group
     * @return every stored partition of every topic, also those that the cluster no longer has and those that the caller
     *     has never heard of; a snapshot that does not change and never shows a partly written commit
     * @throws OffsetStoreException if the store cannot be read
     */
    Map<TopicPartition, StoredOffset> load(GroupId group);

    /**
     * Reads what is stored for some topics of a group: the entries of these topics in {@link #load(GroupId)}. A store has
     * no reason to override it.
     *
     * @param group the group
     * @param topics the topics; for an empty set the answer is empty
     * @throws OffsetStoreException if the store cannot be read
     */
    default Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
        Map<TopicPartition, StoredOffset> found = new HashMap<>(load(group));
        found.keySet().removeIf(partition -> !topics.contains(partition.topic()));
        return Map.copyOf(found);
    }

    /**
     * Reads what is stored for a group after the answer to a write was lost. As {@link #load}, but a store that can wait for
     * writes which are still under way does: what it then reads is what those writes have left. A store that wraps another one
     * passes the call on.
     *
     * @param group the group
     * @param topics the topics to read; for an empty set the answer is empty
     * @return as {@link #load}
     * @throws OffsetStoreException if the store cannot be read, or a write that is under way does not end in time
     */
    default Map<TopicPartition, StoredOffset> readBack(GroupId group, Set<String> topics) {
        return load(group, topics);
    }

    /**
     * Stores first offsets for partitions that have none, and leaves those that have one as they are.
     *
     * @param group the group
     * @param offsets the offsets to store; {@link StoredOffset#storedAt()} and {@link StoredOffset#writer()} are ignored
     * @return for every partition asked for, the entry that governs from now on: the given one or the one that was there
     * @throws CommitOutcomeUnknownException if the connection broke around the write; calling again is safe
     * @throws OffsetStoreException if nothing was stored
     */
    Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets);

    /**
     * Moves every partition of the commit from its range's {@code from} to its {@code until}, all of them or none. A
     * partition without an entry is in conflict. The stored {@link StoredOffset#identity()} stays as it is.
     *
     * @param commit what was covered
     * @throws OffsetConflictException if a stored offset is not its range's {@code from}; nothing was stored
     * @throws CommitOutcomeUnknownException if the connection broke around the write; read back, do not write again
     * @throws OffsetStoreException if nothing was stored for another reason
     */
    void commit(OffsetCommit commit);

    /**
     * Moves partitions to another place of their log, or of another log, by decision and not by reading: what a policy
     * or an operator has decided. The moves and the receipts of what they lose are stored together, all or none.
     *
     * <p>A receipt is stored once for each group, partition, topic identity and {@code from}; storing it again replaces
     * the one that was there, so that a decision repeated after a crash leaves one receipt with the last count.
     *
     * @param reposition the moves, each with the entry that it believes is stored, and the receipts
     * @throws OffsetConflictException if a stored offset or identity is not the expected one; nothing was stored
     * @throws CommitOutcomeUnknownException if the connection broke around the write
     * @throws OffsetStoreException if nothing was stored for another reason
     */
    void reposition(OffsetReposition reposition);

    /**
     * Reads the receipts of what a group has lost, oldest first. They are as durable as the store's offsets.
     *
     * @param group the group
     * @return the receipts; empty where nothing was lost
     * @throws OffsetStoreException if the store cannot be read
     */
    List<LossReceipt> lossReceipts(GroupId group);

    /**
     * Reads what governs a group, as the group's last stream has recorded it.
     *
     * @param group the group
     * @return empty if nothing is recorded: no stream has started since the store can keep it
     * @throws OffsetStoreException if the store cannot be read
     */
    Optional<Governor> governor(GroupId group);

    /**
     * Records what governs a group, in place of what was recorded before. Offsets and receipts stay as they are. It is
     * information for people and tools; no write depends on it.
     *
     * @param group the group
     * @param governor what governs from now on
     * @throws OffsetStoreException if it could not be recorded, or it is unknown whether it was; calling again is safe
     */
    void recordGovernor(GroupId group, Governor governor);
}
