package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.zookeeper.internal.link.ConnectionLink;
import io.tidemark.offset.zookeeper.internal.link.Deadline;
import io.tidemark.offset.zookeeper.internal.link.RequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.zookeeper.Op;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes that are larger than a request: they hold as a whole, whenever their writer ends. */
@Tag("long")
class PendingWriteIT {

    private static final GroupId GROUP = new GroupId("many");
    private static final String TOPIC = "orders";
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster", new Uuid(1, 2));
    private static final int PARTITIONS = 300;
    private static final WriterName DYING = new WriterName("dying");
    private static final String DEATH = "the driver died";
    // 300 partitions are more than a request, and less than a pending write
    private static final ZooKeeperStoreOptions SMALL =
            ZooKeeperStoreOptions.defaults().requestLimit(10_000);

    private final String address = SharedZooKeeper.address() + SharedZooKeeper.unusedChroot();
    private final List<Client> clients = new ArrayList<>();
    private OffsetStore store = store();

    @BeforeEach
    void initialize() {
        store.initialize(GROUP, offsets(PARTITIONS, 0));
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
    }

    @Test
    void aCommitThatIsNotCarriedOverIsReadAsAWhole() {
        dyingStore(0).commit(commit(PARTITIONS, 0, 10));

        assertThat(classicNode(0)).isEqualTo("0");
        assertThat(stored(store))
                .hasSize(PARTITIONS)
                .containsOnlyKeys(offsets(PARTITIONS, 0).keySet());
        assertThat(new HashSet<>(stored(store).values())).containsExactly(10L);
        assertThat(stored(client().store())).isEqualTo(stored(store));
    }

    @Test
    void aCommitThatIsCarriedOverByHalfIsReadAsAWhole() {
        dyingStore(1).commit(commit(PARTITIONS, 0, 10));

        Set<String> nodes = new HashSet<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            nodes.add(classicNode(partition));
        }
        assertThat(nodes).containsExactlyInAnyOrder("0", "10");
        assertThat(new HashSet<>(stored(store).values())).containsExactly(10L);
    }

    @Test
    void theNextWriterCompletesWhatItsPredecessorLeft() {
        dyingStore(1).commit(commit(PARTITIONS, 0, 10));

        store.commit(commit(1, 10, 11));

        assertThat(classicNode(0)).isEqualTo("11");
        for (int partition = 1; partition < PARTITIONS; partition++) {
            assertThat(classicNode(partition)).isEqualTo("10");
        }
        assertThat(client().get("/consumers/many/tidemark/pending")).isEmpty();
    }

    @Test
    void theNextWriterIsJudgedByWhatIsPending() {
        dyingStore(0).commit(commit(PARTITIONS, 0, 10));

        assertThatThrownBy(() -> store.commit(commit(1, 0, 5)))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .containsExactly(new Conflict(
                                partition(0),
                                0,
                                Optional.of(10L),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(DYING))));
        store.commit(commit(PARTITIONS, 10, 20));

        assertThat(new HashSet<>(stored(store).values())).containsExactly(20L);
        assertThat(classicNode(PARTITIONS - 1)).isEqualTo("20");
    }

    @Test
    void aCommitKeepsItsWriterWhereverItIsCutAndWhoeverCompletesIt() {
        for (int requests = 0; requests < 3; requests++) {
            dyingStore(requests).commit(commit(PARTITIONS, requests, requests + 1));

            assertThat(writers(store)).as("after %s requests", requests).containsExactly(DYING);
            store.commit(commit(1, requests + 1, requests + 1));
            assertThat(writers(store)).as("when another has completed it").containsExactly(DYING);
        }

        store.commit(commit(1, 3, 4));

        assertThat(writers(store)).containsExactlyInAnyOrder(DYING, WriterName.ofThisProcess());
    }

    @Test
    void whatIsSetByHandMeanwhileIsNotTakenForTheWriters() {
        dyingStore(0).commit(commit(PARTITIONS, 0, 10));
        client().set("/consumers/many/offsets/orders/7", "3");

        store.commit(commit(1, 10, 11));

        assertThat(store.load(GROUP, Set.of(TOPIC)).get(partition(7)))
                .isNotNull()
                .extracting(StoredOffset::writer)
                .isEqualTo(Optional.empty());
    }

    @Test
    void whatIsSetByHandMeanwhileStands() {
        dyingStore(0).commit(commit(PARTITIONS, 0, 10));
        client().set("/consumers/many/offsets/orders/7", "3");

        assertThat(stored(store)).containsEntry(partition(7), 3L).containsEntry(partition(8), 10L);
        store.commit(commit(1, 10, 11));

        assertThat(classicNode(7)).isEqualTo("3");
        assertThat(classicNode(8)).isEqualTo("10");
        assertThat(stored(store)).containsEntry(partition(7), 3L).containsEntry(partition(0), 11L);
    }

    @Test
    void firstOffsetsThatAreNotCarriedOverAreReadAsAWhole() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        for (int number = 0; number < PARTITIONS; number++) {
            first.put(new TopicPartition("refunds", number), StoredOffset.of(number, IDENTITY));
        }

        assertThatThrownBy(() -> dyingStore(0).initialize(GROUP, first))
                .isInstanceOf(CommitOutcomeUnknownException.class);

        assertThat(client().children("/consumers/many/offsets/refunds")).isEmpty();
        Map<TopicPartition, StoredOffset> read = store.load(GROUP, Set.of("refunds"));
        assertThat(read).hasSize(PARTITIONS);
        read.forEach((partition, offset) -> {
            assertThat(offset.offset()).isEqualTo(partition.partition());
            assertThat(offset.identity()).contains(IDENTITY);
        });
        assertThat(store.initialize(GROUP, first)).hasSize(PARTITIONS);
        assertThat(client().get("/consumers/many/offsets/refunds/299")).isEqualTo("299");
    }

    @Test
    void movesAndRemovalsThatAreNotCarriedOverAreReadAsAWhole() {
        Map<TopicPartition, Move> moves = new HashMap<>();
        for (int number = 0; number < PARTITIONS; number++) {
            StoredOffset expected = StoredOffset.of(0);
            moves.put(
                    partition(number),
                    number % 2 == 0 ? Move.removal(expected) : Move.to(expected, StoredOffset.of(5)));
        }

        dyingStore(0).reposition(new OffsetReposition(GROUP, moves, List.of()));

        assertThat(stored(store))
                .hasSize(PARTITIONS / 2)
                .containsEntry(partition(1), 5L)
                .doesNotContainKey(partition(0));
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(partition(1), 5, 6))));
        assertThat(client().children("/consumers/many/offsets/orders"))
                .hasSize(PARTITIONS / 2)
                .doesNotContain("0");
    }

    @Test
    void aRemovedEntryDoesNotComeBack() {
        dyingStore(0).commit(commit(PARTITIONS, 0, 10));
        store.reposition(
                new OffsetReposition(GROUP, Map.of(partition(3), Move.removal(StoredOffset.of(10))), List.of()));

        store.commit(commit(1, 10, 11));

        assertThat(stored(store)).doesNotContainKey(partition(3));
    }

    @Test
    void aDriverThatPausesWhileItCarriesOverChangesNothingLater() {
        OffsetStore paused = new ZooKeeperOffsetStore(
                new WatchedLink(new ConnectionLink(client().connection(), OptionalInt.of(10_000))) {
                    @Override
                    void beforeCarryOver() {
                        // completes the write, and makes nodes that look as those did that the pause began with
                        Map<TopicPartition, Move> removals = new HashMap<>();
                        offsets(PARTITIONS, 10)
                                .forEach((partition, offset) -> removals.put(partition, Move.removal(offset)));
                        store.reposition(new OffsetReposition(GROUP, removals, List.of()));
                        store.initialize(GROUP, offsets(PARTITIONS, 3));
                    }
                },
                SMALL);

        paused.commit(commit(PARTITIONS, 0, 10));

        assertThat(stored(store)).hasSize(PARTITIONS).containsValue(3L).doesNotContainValue(10L);
        assertThat(classicNode(0)).isEqualTo("3");
    }

    @Test
    void racingDriversOfManyPartitionsFormAChainThatNobodyReadsByHalf() throws Exception {
        int drivers = 4;
        long goal = 40;
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger applied = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(drivers + 1);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < drivers; number++) {
                // what this one writes is left to the others by half
                OffsetStore own = number == 0 ? dyingStore(2) : store();
                running.add(threads.submit(() -> {
                    for (long at = at(own); at < goal; at = at(own)) {
                        try {
                            own.commit(commit(PARTITIONS, at, at + 1));
                            applied.incrementAndGet();
                        } catch (OffsetStoreException failure) {
                            requireLostOrDied(failure);
                        }
                    }
                    return null;
                }));
            }
            OffsetStore observer = store();
            Future<List<Set<Long>>> torn = threads.submit((Callable<List<Set<Long>>>) () -> {
                List<Set<Long>> seen = new ArrayList<>();
                while (!over.get()) {
                    Set<Long> values = new HashSet<>(stored(observer).values());
                    if (values.size() != 1) {
                        seen.add(values);
                    }
                }
                return seen;
            });
            for (Future<?> driver : running) {
                driver.get();
            }
            over.set(true);

            assertThat(torn.get()).as("what was read of half-written commits").isEmpty();
            assertThat(applied.get()).as("accepted commits, each of one step").isEqualTo((int) goal);
            assertThat(new HashSet<>(stored(store).values())).containsExactly(goal);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void moreThanFitsIsRefusedWithTheNumberThatFits() {
        OffsetStore tiny = new ZooKeeperOffsetStore(
                client().connection(), ZooKeeperStoreOptions.defaults().requestLimit(4_096));

        assertThatThrownBy(() -> tiny.commit(commit(PARTITIONS, 0, Long.MAX_VALUE)))
                .isExactlyInstanceOf(BatchTooLargeException.class)
                .hasMessageContaining("300 partitions")
                .hasMessageContaining("4096 are allowed (jute.maxbuffer)")
                .hasMessageMatching(".*About 1\\d\\d of them fit into one request.*");
        assertThat(new HashSet<>(stored(store).values())).containsExactly(0L);
        tiny.commit(commit(100, 0, Long.MAX_VALUE));
        assertThat(stored(store)).containsEntry(partition(99), Long.MAX_VALUE).containsEntry(partition(100), 0L);
    }

    @Test
    void tenThousandPartitionsAreCommittedInOneGo() {
        GroupId large = new GroupId("large");
        OffsetStore plain = client().store();
        plain.initialize(large, offsets(10_000, 7));

        plain.commit(new OffsetCommit(large, commit(10_000, 7, 1_000_000_007).ranges()));

        Map<TopicPartition, StoredOffset> read = plain.load(large, Set.of(TOPIC));
        assertThat(read).hasSize(10_000);
        assertThat(read.values()).allSatisfy(entry -> assertThat(entry.offset()).isEqualTo(1_000_000_007));
        assertThat(client().get("/consumers/large/offsets/orders/9999")).isEqualTo("1000000007");
    }

    private static void requireLostOrDied(OffsetStoreException failure) {
        boolean died = String.valueOf(failure.getMessage()).endsWith(DEATH);
        if (!died && !(failure instanceof OffsetConflictException)) {
            throw failure;
        }
    }

    /** A store that ends after so many of its writes have been carried over to the classic nodes by half. */
    private OffsetStore dyingStore(int requests) {
        return new ZooKeeperOffsetStore(
                new WatchedLink(new ConnectionLink(client().connection(), OptionalInt.of(10_000))) {
                    @Override
                    public void writeEach(List<List<Op>> all, Deadline deadline) throws RequestException {
                        super.writeEach(all.subList(0, Math.min(requests, all.size())), deadline);
                        throw RequestException.notSent(DEATH);
                    }
                },
                SMALL.writer(DYING));
    }

    private OffsetStore store() {
        return new ZooKeeperOffsetStore(client().connection(), SMALL);
    }

    private Client client() {
        Client client = Client.to(address);
        clients.add(client);
        return client;
    }

    private String classicNode(int partition) {
        return clients.get(0).get("/consumers/many/offsets/orders/" + partition);
    }

    private static long at(OffsetStore store) {
        return stored(store).getOrDefault(partition(0), -1L);
    }

    /** All writers that are named, each once. */
    private static Set<WriterName> writers(OffsetStore store) {
        return store.load(GROUP, Set.of(TOPIC)).values().stream()
                .map(entry -> entry.writer().orElseThrow())
                .collect(Collectors.toSet());
    }

    private static Map<TopicPartition, Long> stored(OffsetStore store) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        store.load(GROUP, Set.of(TOPIC)).forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    private static Map<TopicPartition, StoredOffset> offsets(int partitions, long offset) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        for (int number = 0; number < partitions; number++) {
            offsets.put(partition(number), StoredOffset.of(offset));
        }
        return offsets;
    }

    private static OffsetCommit commit(int partitions, long from, long until) {
        List<PartitionRange> ranges = new ArrayList<>();
        for (int number = 0; number < partitions; number++) {
            ranges.add(new PartitionRange(partition(number), from, until));
        }
        return new OffsetCommit(GROUP, ranges);
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(TOPIC, number);
    }
}
