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
 * Keeps the offset store and, where there is one, the sink's ledger in step: the ledger governs, the store follows.
 * Used by one thread at a time.
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

    /** @param fence stands before each write of the run */
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

    /** Whether a receipt tells that the group has read one of some topics, although nothing may be stored any more. */
    boolean hasReceiptOf(Predicate<String> topics) {
        return store.lossReceipts(group).stream()
                .anyMatch(receipt -> topics.test(receipt.partition().topic()));
    }

    /**
     * Resolves where the stream starts and makes store and ledger say so. Receipts are stored before the ledger moves:
     * if the process dies between, the same gap is found again and its receipt replaced, not doubled.
     *
     * @param positions what store and ledger hold for the topics that the stream selects
     * @return the start, and by how many offsets the ledger was behind the store
     */
    Resumption resume(
            Positions positions,
            ClusterLogs cluster,
            Resolution resolver,
            EmptySinkPolicy emptySink,
            Map<TopicPartition, TopicIdentity> known) {
        Map<TopicPartition, StoredOffset> stored = positions.stored();
        Optional<Map<TopicPartition, StoredOffset>> ledger = positions.ledger();
        Map<TopicPartition, StoredOffset> governing =
                ledger.map(entries -> governing(stored, entries, emptySink)).orElse(stored);
        refuseForgotten(governing.keySet(), known, cluster.partitions());
        Map<TopicPartition, StoredOffset> identified = identified(governing, known);
        StartOffsets starts = resolver.resolve(group, identified, cluster);
        long replayed = ledger.map(entries -> behind(stored, entries)).orElse(0L);
        recordGovernor();

        // entries first, in the sink before the store: a store alone would raise the question of an empty sink
        Optional<Map<TopicPartition, StoredOffset>> entered = sink.map(
                present -> enter(first -> initializeSink(present, first), ledger.orElseThrow(), identified, starts));
        Map<TopicPartition, Move> moves = moves(enter(this::initializeStore, stored, identified, starts), starts);
        reposition(storePortions, store, moves, starts.receipts());
        sink.ifPresent(
                present -> reposition(sinkPortions, present, moves(entered.orElseThrow(), starts), starts.receipts()));
        return new Resumption(starts, replayed);
    }

    /**
     * Enters partitions that were found while running, at offset 0: their first records belong to the group.
     *
     * @throws OffsetVerificationException if there is an entry of an older topic of that name; the next start decides
     * @throws OffsetConflictException if there is an entry at another offset
     */
    void initialize(Map<TopicPartition, PartitionLog> found) {
        if (found.isEmpty()) {
            return;
        }
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        found.forEach((partition, log) -> first.put(partition, StoredOffset.of(0, log.identity())));
        // the sink first: a store without a ledger entry would be a question, a ledger without a store is followed
        sink.ifPresent(present -> requireNew(found, first, initializeSink(present, first)));
        requireNew(found, first, initializeStore(first));
    }

    /** Moves on to a later place of the log, with receipts of what is left out. */
    void skip(Map<TopicPartition, Move> moves, List<LossReceipt> receipts) {
        reposition(storePortions, store, moves, receipts);
        sink.ifPresent(present -> reposition(sinkPortions, present, moves, receipts));
    }

    /** The group whose offsets are kept. */
    GroupId group() {
        return group;
    }

    /** Stands before each write of the run. */
    RunFence fence() {
        return fence;
    }

    /** The store, for messages. */
    OffsetStore store() {
        return store;
    }

    /**
     * Commits, and lets an unknown outcome be a failure. Reading back would not do: that the new offsets are stored
     * does not tell whether this driver stored them or another one that formed the same batch.
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

    /**
     * The ledger, and what the store holds beyond it: a partition that the sink has lost is read again from offset 0
     * on, what retention has deleted of it is for the policy to decide. Where the sink has lost a whole topic, or never
     * had it, only its owner can decide.
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
                    + ". If the sink was emptied and is to be filled again, set the"
                    + " policy for an empty sink to REBUILD: it reads from the earliest offsets that the cluster holds. If"
                    + " it is a new sink that shall count from now on, set it to CONTINUE");
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
     * A stream that has run knows which partitions were entered. To start one of them as if for the first time would
     * count it twice, or leave it out. One that the cluster no longer had was given up by policy; if it has one of that
     * name now, it is another topic's.
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
                    + " partitions), which this stream has read: they were emptied. Restore what"
                    + " was stored and start again; a job that is started anew without it begins as if for the first"
                    + " time");
        }
    }

    private static Set<String> topics(Set<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    /** An entry without an identity takes the one that the stream itself has seen, if it has run before. */
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
     * Records what governs from now on, for tools that see the store alone. A store that cannot keep it stops no
     * stream: no position depends on it.
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
                            + " before it moves positions that do not govern; the stream goes on",
                    store,
                    group,
                    governor.text(),
                    e);
        }
    }

    /**
     * Enters the partitions that have no entry: where the governing entry stands, or, where there is none, where they
     * should have begun. The move which follows goes from there and carries the receipt; if it never comes, the next
     * start finds the same and decides again.
     */
    private Map<TopicPartition, StoredOffset> enter(
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

    /** Somebody else who has put another offset there in the meantime is another driver of this group. */
    private void requireGoverned(Map<TopicPartition, StoredOffset> asked, Map<TopicPartition, StoredOffset> governing) {
        List<OffsetConflictException.Conflict> conflicts = new ArrayList<>();
        asked.forEach((partition, entry) -> {
            Optional<StoredOffset> found = Optional.ofNullable(governing.get(partition));
            Optional<Long> offset = found.map(StoredOffset::offset);
            if (!offset.equals(Optional.of(entry.offset()))) {
                conflicts.add(new OffsetConflictException.Conflict(
                        partition,
                        entry.offset(),
                        offset,
                        Optional.empty(),
                        Optional.empty(),
                        found.flatMap(StoredOffset::writer)));
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

    /** A receipt is stored with its partition's move; one whose partition does not move, with the first ones. */
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
     * What is stored for a group.
     *
     * @param stored in the offset store
     * @param ledger in the sink's ledger, if there is a sink
     */
    record Positions(Map<TopicPartition, StoredOffset> stored, Optional<Map<TopicPartition, StoredOffset>> ledger) {

        Set<String> topics() {
            Set<String> topics = new HashSet<>(OffsetKeeper.topics(stored.keySet()));
            ledger.ifPresent(entries -> topics.addAll(OffsetKeeper.topics(entries.keySet())));
            return topics;
        }

        boolean isEmpty() {
            return topics().isEmpty();
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
     * Where a stream goes on.
     *
     * @param starts the start of every partition
     * @param replayed how many offsets the sink had lost and gets again
     */
    record Resumption(StartOffsets starts, long replayed) {}
}
