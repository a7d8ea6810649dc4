package io.tidemark.stream.keeping;

import io.tidemark.metrics.MetricSink;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.start.StartOffsetResolver;
import io.tidemark.offset.start.StartOffsets;
import io.tidemark.offset.verification.ClusterLogs;
import io.tidemark.offset.verification.OffsetVerification;
import io.tidemark.offset.verification.OffsetVerification.AheadOfLog;
import io.tidemark.offset.verification.OffsetVerification.OtherCluster;
import io.tidemark.offset.verification.OffsetVerification.RecreatedTopic;
import io.tidemark.offset.verification.OffsetVerificationException;
import io.tidemark.offset.verification.PartitionLog;
import io.tidemark.stream.EmptySinkPolicy;
import io.tidemark.stream.TopicSelection;
import io.tidemark.stream.internal.fence.FencedStore;
import io.tidemark.stream.internal.fence.RunFence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the positions of a group, in the offset store and, if the stream has a sink, in its ledger. The
 * ledger governs, and the store follows it. Used by one thread at a time.
 */
final class OffsetKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetKeeper.class);

    private final GroupId group;
    private final FencedStore store;
    private final Optional<MetricSink> sink;
    private final RunFence fence;
    private final Portions storePortions = new Portions();
    private final Portions sinkPortions = new Portions();

    OffsetKeeper(GroupId group, OffsetStore store, Optional<MetricSink> sink) {
        this(group, store, sink, new RunFence(group));
    }

    /** @param fence every write of the run passes through it */
    OffsetKeeper(GroupId group, OffsetStore store, Optional<MetricSink> sink, RunFence fence) {
        this.group = group;
        this.store = fence.around(store);
        this.sink = sink.map(fence::around);
        this.fence = fence;
    }

    /** Reads everything that store and ledger hold for the group, whatever the stream selects. */
    Positions load() {
        return new Positions(store.load(group), sink.map(present -> present.load(group)));
    }

    /** Whether a receipt proves that the group has read one of some partitions, even if nothing is stored any more. */
    boolean hasReceiptOf(Predicate<TopicPartition> partitions) {
        return store.lossReceipts(group).stream().anyMatch(receipt -> partitions.test(receipt.partition()));
    }

    /**
     * Resolves where the stream starts, and stores these positions in store and ledger. Receipts are stored before the
     * ledger moves. If the process dies between the two, the next start finds the same gap and replaces its receipt.
     *
     * @param positions the positions in store and ledger of the topics that the stream selects
     * @return the start, and by how many offsets the ledger was behind the store
     */
    Resumption resume(
            Positions positions,
            ClusterLogs cluster,
            Resolution resolver,
            EmptySinkPolicy emptySink,
            Map<TopicPartition, TopicIdentity> known) {
        refuseLedgerAsStore();
        Map<TopicPartition, StoredOffset> stored = positions.stored();
        Optional<Map<TopicPartition, StoredOffset>> ledger = positions.ledger();
        Map<TopicPartition, StoredOffset> governing =
                ledger.map(entries -> governing(stored, entries, emptySink)).orElse(stored);
        refuseForgotten(governing.keySet(), known, cluster.partitions());
        Map<TopicPartition, StoredOffset> identified = identified(governing, known);
        StartOffsets starts = resolver.resolve(group, identified, cluster);
        long replayed = ledger.map(entries -> behind(stored, entries)).orElse(0L);
        recordGovernor();

        // register the partitions in the sink first: a store with positions and an empty sink would be refused
        Optional<Map<TopicPartition, StoredOffset>> registered = sink.map(
                present -> register(first -> initializeSink(present, first), ledger.orElseThrow(), identified, starts));
        Map<TopicPartition, Move> moves = moves(register(this::initializeStore, stored, identified, starts), starts);
        reposition(storePortions, store, moves, starts.receipts());
        sink.ifPresent(present ->
                reposition(sinkPortions, present, moves(registered.orElseThrow(), starts), starts.receipts()));
        return new Resumption(starts, replayed);
    }

    /**
     * Registers partitions that were found while running, at offset 0: the group reads them from their first record.
     *
     * @throws OffsetVerificationException if an older topic of that name has a position; the next start decides
     * @throws OffsetConflictException if a partition has another position already
     */
    void initialize(Map<TopicPartition, PartitionLog> found) {
        if (found.isEmpty()) {
            return;
        }
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        found.forEach((partition, log) -> first.put(partition, StoredOffset.of(0, log.identity())));
        // the sink first: a store with a position that the ledger lacks would be refused, the reverse is followed
        sink.ifPresent(present -> requireNew(found, first, initializeSink(present, first)));
        requireNew(found, first, initializeStore(first));
    }

    /** Moves positions forward, with receipts of the records that are skipped. */
    void skip(Map<TopicPartition, Move> moves, List<LossReceipt> receipts) {
        reposition(storePortions, store, moves, receipts);
        sink.ifPresent(present -> reposition(sinkPortions, present, moves, receipts));
    }

    /** The group whose offsets are kept. */
    GroupId group() {
        return group;
    }

    /** Every write of the run passes through it. */
    RunFence fence() {
        return fence;
    }

    /** The store, for messages. */
    OffsetStore store() {
        return store;
    }

    /**
     * Commits, and treats an unknown outcome as a failure. Reading back would not help: it shows that the new offsets
     * are stored, but not whether this driver stored them or another one that formed the same batch.
     */
    void claim(OffsetCommit commit) {
        storePortions.each(commit.ranges(), ranges -> store.claim(new OffsetCommit(group, ranges)));
    }

    /** Commits, in several calls if the store finds one too large. */
    void commit(OffsetCommit commit) {
        storePortions.each(commit.ranges(), ranges -> commitPortion(new OffsetCommit(group, ranges)));
    }

    private void commitPortion(OffsetCommit commit) {
        try {
            store.commit(commit);
        } catch (CommitOutcomeUnknownException unknown) {
            fence.resolve(unknown, commit, () -> store.readBack(group, commit.topics()));
        }
    }

    /** A store that is the ledger itself has moved with the sink's write already: its commit would be in conflict. */
    private void refuseLedgerAsStore() {
        if (sink.filter(present -> Governor.sink(present).seenFrom(store).equals(Governor.store()))
                .isPresent()) {
            throw new OffsetStoreException("Cannot start group " + group + ": the offset store " + store
                    + " is the ledger of the sink itself, so each batch would be committed twice. Give the store"
                    + " another key prefix, or another server");
        }
    }

    /**
     * The positions in the ledger, and those of partitions that only the store has. A partition that the sink has lost
     * is read again from offset 0; the policy decides about records that retention has deleted. If the sink lacks a
     * whole topic, only its owner can decide.
     */
    private Map<TopicPartition, StoredOffset> governing(
            Map<TopicPartition, StoredOffset> stored,
            Map<TopicPartition, StoredOffset> ledger,
            EmptySinkPolicy emptySink) {
        Set<String> inLedger = topics(ledger.keySet());
        Map<TopicPartition, StoredOffset> emptied = new HashMap<>(stored);
        emptied.keySet().removeIf(partition -> inLedger.contains(partition.topic()));
        if (!emptied.isEmpty() && emptySink == EmptySinkPolicy.FAIL) {
            throw new OffsetStoreException("Cannot start group " + group + ": the offset store holds " + emptied.size()
                    + " partitions of " + String.join(", ", new TreeSet<>(topics(emptied.keySet())))
                    + ", but the sink's ledger none of them; the sink is "
                    + sink.map(Object::toString).orElse("none")
                    + ". If the sink was emptied, set the policy for an empty sink to REBUILD, which counts all records"
                    + " again from the start of the log. If it is a new sink that counts from now on, set the policy to"
                    + " CONTINUE");
        }
        Map<TopicPartition, StoredOffset> governing = new HashMap<>(ledger);
        stored.forEach((partition, entry) -> governing.putIfAbsent(
                partition,
                emptied.containsKey(partition) && emptySink == EmptySinkPolicy.CONTINUE
                        ? entry
                        : new StoredOffset(0, entry.identity(), Optional.empty())));
        return governing;
    }

    /**
     * A stream that has run before knows which partitions were registered. Starting one of them as if for the first
     * time would count its records twice, or skip them. A partition that the cluster no longer had was given up by
     * policy; if one of that name exists now, it belongs to another topic.
     */
    private void refuseForgotten(
            Set<TopicPartition> governing,
            Map<TopicPartition, TopicIdentity> known,
            Map<TopicPartition, PartitionLog> inCluster) {
        Set<TopicPartition> forgotten = new TreeSet<>(Comparator.comparing(TopicPartition::toString));
        inCluster.forEach((partition, log) -> {
            if (!governing.contains(partition) && log.identity().equals(known.get(partition))) {
                forgotten.add(partition);
            }
        });
        if (!forgotten.isEmpty()) {
            throw new OffsetStoreException("Cannot start the stream of group " + group + " again: " + store
                    + sink.map(present -> " and " + present).orElse("") + " no longer hold any offset of "
                    + forgotten.stream().limit(10).map(TopicPartition::toString).collect(Collectors.joining(", "))
                    + " (" + forgotten.size()
                    + " partitions) that this stream has read: they were deleted. Restore the"
                    + " offsets and start again. Without them, a new process starts like a new group");
        }
    }

    private static Set<String> topics(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** Adds the identity that an earlier run of the stream has seen to positions that are stored without one. */
    private static Map<TopicPartition, StoredOffset> identified(
            Map<TopicPartition, StoredOffset> governing, Map<TopicPartition, TopicIdentity> known) {
        Map<TopicPartition, StoredOffset> identified = new HashMap<>(governing);
        identified.replaceAll((partition, entry) -> new StoredOffset(
                entry.offset(),
                entry.identity().or(() -> Optional.ofNullable(known.get(partition))),
                entry.storedAt()));
        return identified;
    }

    private static long behind(Map<TopicPartition, StoredOffset> stored, Map<TopicPartition, StoredOffset> ledger) {
        long behind = 0;
        for (Map.Entry<TopicPartition, StoredOffset> entry : ledger.entrySet()) {
            StoredOffset inStore = stored.get(entry.getKey());
            if (inStore != null) {
                behind += Math.max(0, inStore.offset() - entry.getValue().offset());
            }
        }
        return behind;
    }

    /**
     * Records whether the store or a sink governs, for tools that see the store alone. If the store cannot keep it, the
     * stream continues: no position depends on it.
     */
    private void recordGovernor() {
        Governor governor = sink.<Governor>map(Governor::sink).orElseGet(Governor::store);
        try {
            Optional<Governor> recorded = store.governor(group);
            if (recorded.equals(Optional.of(governor))) {
                return;
            }
            store.recordGovernor(group, governor);
            recorded.ifPresent(before -> LOG.warn(
                    "Group {}: positions are governed by the {} from now on, and no longer by the {}",
                    group,
                    governor.text(),
                    before.text()));
        } catch (OffsetStoreException e) {
            LOG.warn(
                    "Cannot record in {} that the positions of group {} are governed by the {}: bin/tidemark cannot warn"
                            + " before it moves positions that do not govern; the stream continues",
                    store,
                    group,
                    governor.text(),
                    e);
        }
    }

    /**
     * Registers partitions that have no position: at the governing position or, if there is none, at the offset where
     * they should have begun. The move that follows starts from there and carries the receipt. If the process dies
     * before the move, the next start finds the same and decides again.
     */
    private Map<TopicPartition, StoredOffset> register(
            UnaryOperator<Map<TopicPartition, StoredOffset>> target,
            Map<TopicPartition, StoredOffset> entries,
            Map<TopicPartition, StoredOffset> governing,
            StartOffsets starts) {
        Map<TopicPartition, StoredOffset> absent = new HashMap<>();
        starts.partitions().forEach((partition, start) -> {
            if (!entries.containsKey(partition)) {
                absent.put(
                        partition, Optional.ofNullable(governing.get(partition)).orElseGet(() -> first(start)));
            }
        });
        if (absent.isEmpty()) {
            return entries;
        }
        requireGoverned(absent, target.apply(absent));
        Map<TopicPartition, StoredOffset> all = new HashMap<>(entries);
        all.putAll(absent);
        return all;
    }

    private static StoredOffset first(StartOffsets.Start start) {
        Optional<LossReceipt> receipt = start.receipt();
        StoredOffset first = start.offset().orElseGet(() -> StoredOffset.of(0));
        return new StoredOffset(
                receipt.map(LossReceipt::from).orElse(first.offset()),
                start.offset().isPresent() ? first.identity() : receipt.flatMap(LossReceipt::identity),
                Optional.empty());
    }

    private static Map<TopicPartition, Move> moves(Map<TopicPartition, StoredOffset> entries, StartOffsets starts) {
        Map<TopicPartition, Move> moves = new HashMap<>();
        entries.forEach((partition, entry) -> {
            StartOffsets.Start start = starts.partitions().get(partition);
            if (start == null || start.offset().isEmpty()) {
                moves.put(partition, Move.removal(entry));
            } else if (start.offset().get().offset() != entry.offset()
                    || !entry.identity().equals(start.offset().get().identity())
                    || start.receipt().isPresent()) {
                moves.put(partition, Move.to(entry, start.offset().get()));
            }
        });
        return moves;
    }

    private void requireNew(
            Map<TopicPartition, PartitionLog> found,
            Map<TopicPartition, StoredOffset> first,
            Map<TopicPartition, StoredOffset> governing) {
        Map<TopicPartition, OffsetVerification> older = new HashMap<>();
        found.forEach((partition, log) -> {
            OffsetVerification verdict =
                    OffsetVerification.verify(Optional.ofNullable(governing.get(partition)), Optional.of(log));
            if (verdict instanceof RecreatedTopic || verdict instanceof OtherCluster || verdict instanceof AheadOfLog) {
                older.put(partition, verdict);
            }
        });
        if (!older.isEmpty()) {
            throw new OffsetVerificationException(group, older);
        }
        requireGoverned(first, governing);
    }

    /** If a partition has got another position in the meantime, another driver of this group is running. */
    private void requireGoverned(Map<TopicPartition, StoredOffset> asked, Map<TopicPartition, StoredOffset> governing) {
        List<OffsetConflictException.Conflict> conflicts = new ArrayList<>();
        asked.forEach((partition, entry) -> {
            Optional<StoredOffset> found = Optional.ofNullable(governing.get(partition));
            Optional<Long> offset = found.map(StoredOffset::offset);
            if (!offset.equals(Optional.of(entry.offset()))) {
                conflicts.add(OffsetConflictException.Conflict.with(partition, entry.offset(), found));
            }
        });
        if (!conflicts.isEmpty()) {
            throw new OffsetConflictException(group, conflicts);
        }
    }

    private Map<TopicPartition, StoredOffset> initializeStore(Map<TopicPartition, StoredOffset> first) {
        return initialize(storePortions, first, portion -> store.initialize(group, portion));
    }

    private Map<TopicPartition, StoredOffset> initializeSink(
            MetricSink target, Map<TopicPartition, StoredOffset> first) {
        return initialize(sinkPortions, first, portion -> target.initialize(group, portion));
    }

    private static Map<TopicPartition, StoredOffset> initialize(
            Portions portions,
            Map<TopicPartition, StoredOffset> first,
            UnaryOperator<Map<TopicPartition, StoredOffset>> call) {
        Map<TopicPartition, StoredOffset> governing = new HashMap<>();
        portions.each(List.copyOf(first.keySet()), partitions -> governing.putAll(call.apply(only(first, partitions))));
        return governing;
    }

    /**
     * Stores each receipt with the move of its partition; receipts of partitions that do not move, with the first call.
     */
    private void reposition(
            Portions portions, OffsetStore target, Map<TopicPartition, Move> moves, List<LossReceipt> receipts) {
        List<LossReceipt> left = new ArrayList<>(receipts);
        portions.each(List.copyOf(moves.keySet()), partitions -> {
            List<LossReceipt> with = left.stream()
                    .filter(receipt ->
                            partitions.contains(receipt.partition()) || !moves.containsKey(receipt.partition()))
                    .toList();
            target.reposition(new OffsetReposition(group, only(moves, partitions), with));
            left.removeAll(with);
        });
    }

    private static <T> Map<TopicPartition, T> only(Map<TopicPartition, T> all, List<TopicPartition> partitions) {
        Map<TopicPartition, T> some = new HashMap<>(all);
        some.keySet().retainAll(Set.copyOf(partitions));
        return some;
    }

    /** Decides where each partition starts, as one of {@link StartOffsetResolver}'s methods does. */
    @FunctionalInterface
    interface Resolution {
        StartOffsets resolve(GroupId group, Map<TopicPartition, StoredOffset> stored, ClusterLogs cluster);
    }

    /**
     * The positions of a group.
     *
     * @param stored the positions in the offset store
     * @param ledger the positions in the sink's ledger, if there is a sink
     */
    record Positions(Map<TopicPartition, StoredOffset> stored, Optional<Map<TopicPartition, StoredOffset>> ledger) {

        Set<String> topics() {
            Set<String> topics = new HashSet<>(OffsetKeeper.topics(stored.keySet()));
            ledger.ifPresent(entries -> topics.addAll(OffsetKeeper.topics(entries.keySet())));
            return topics;
        }

        Set<TopicPartition> partitions() {
            Set<TopicPartition> partitions = new HashSet<>(stored.keySet());
            ledger.ifPresent(entries -> partitions.addAll(entries.keySet()));
            return partitions;
        }

        boolean isEmpty() {
            return topics().isEmpty();
        }

        Positions only(TopicSelection selection) {
            return new Positions(
                    Selected.only(selection, stored), ledger.map(entries -> Selected.only(selection, entries)));
        }

        Positions of(Set<String> topics) {
            return new Positions(ofTopics(stored, topics), ledger.map(entries -> ofTopics(entries, topics)));
        }

        private static Map<TopicPartition, StoredOffset> ofTopics(
                Map<TopicPartition, StoredOffset> entries, Set<String> topics) {
            Map<TopicPartition, StoredOffset> found = new HashMap<>(entries);
            found.keySet().removeIf(partition -> !topics.contains(partition.topic()));
            return found;
        }
    }

    /**
     * Where a stream resumes.
     *
     * @param starts the start of every partition
     * @param replayed how many offsets the sink had lost and are replayed
     */
    record Resumption(StartOffsets starts, long replayed) {}
}
