package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.zookeeper.internal.link.ConnectionLink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.I0Itec.zkclient.serialize.SerializableSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The nodes of old jobs and tools: taken over as they are, and written so that those read them. */
class ClassicLayoutIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicIdentity IDENTITY = new TopicIdentity("cluster one", new Uuid(1, 2));
    private static final String OFFSETS = "/consumers/recharge/offsets/orders/";

    private final Client client = Client.to(SharedZooKeeper.address() + SharedZooKeeper.unusedChroot());
    private final OffsetStore store;

    ClassicLayoutIT() {
        client.zkClient().createPersistent("/");
        store = client.store();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void offsetsWrittenByHandAreTakenOverWithoutPreparation() {
        client.set(OFFSETS + "0", "42");
        client.set(OFFSETS + "1", "7\n");
        Instant before = Instant.now().minus(Duration.ofMinutes(5));

        Map<TopicPartition, StoredOffset> found = store.load(GROUP, Set.of("orders"));
        store.commit(commit(new PartitionRange(FIRST, 42, 50), new PartitionRange(SECOND, 7, 9)));

        assertThat(found).containsOnlyKeys(FIRST, SECOND);
        assertThat(found.values()).allSatisfy(entry -> {
            assertThat(entry.identity()).isEmpty();
            assertThat(entry.storedAt()).get().satisfies(time -> assertThat(time)
                    .isAfter(before));
        });
        assertThat(client.get(OFFSETS + "0")).isEqualTo("50");
        assertThat(client.get(OFFSETS + "1")).isEqualTo("9");
    }

    @Test
    void readingChangesNothing() {
        client.set(OFFSETS + "0", "42");

        store.load(GROUP, Set.of("orders"));
        store.lossReceipts(GROUP);

        assertThat(client.children("/consumers/recharge")).containsExactly("offsets");
    }

    @Test
    void initializeLeavesOffsetsOfOldJobsAndAddsWhatIsMissing() {
        client.set(OFFSETS + "0", "42");

        Map<TopicPartition, StoredOffset> governing = store.initialize(
                GROUP, Map.of(FIRST, StoredOffset.of(1, IDENTITY), SECOND, StoredOffset.of(2, IDENTITY)));

        assertThat(governing).hasEntrySatisfying(FIRST, entry -> {
            assertThat(entry.offset()).isEqualTo(42L);
            assertThat(entry.identity()).isEmpty();
        });
        assertThat(governing).hasEntrySatisfying(SECOND, entry -> assertThat(entry.identity())
                .contains(IDENTITY));
        assertThat(client.get(OFFSETS + "1")).isEqualTo("2");
        assertThat(client.get("/consumers/recharge/tidemark/topics/orders"))
                .isEqualTo("cluster%20one " + IDENTITY.topicId() + " 1\n");
    }

    @Test
    void theNodesAreThoseOfTheDocumentation() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY), SECOND, StoredOffset.of(6, IDENTITY)));
        LossReceipt receipt = new LossReceipt(
                GROUP,
                FIRST,
                Optional.of(IDENTITY),
                5,
                9,
                LossReceipt.Reason.EXPIRED,
                OutOfRangePolicy.EARLIEST,
                Instant.parse("2026-01-02T03:04:05.678Z"));
        store.reposition(new OffsetReposition(
                GROUP,
                Map.of(FIRST, Move.to(StoredOffset.of(5, IDENTITY), StoredOffset.of(9, IDENTITY))),
                List.of(receipt)));

        assertThat(client.children("/consumers/recharge")).containsExactly("offsets", "tidemark");
        assertThat(client.children("/consumers/recharge/offsets/orders")).containsExactly("0", "1");
        assertThat(client.get(OFFSETS + "0")).isEqualTo("9");
        assertThat(client.get("/consumers/recharge/tidemark")).isEqualTo("tidemark 1");
        assertThat(client.children("/consumers/recharge/tidemark"))
                .containsExactly("losses", "pending", "topics", "writers");
        assertThat(client.get("/consumers/recharge/tidemark/writers"))
                .isEqualTo(WriterName.ofThisProcess() + " orders 0-1\n");
        assertThat(client.get("/consumers/recharge/tidemark/topics/orders"))
                .isEqualTo("cluster%20one " + IDENTITY.topicId() + " 0-1\n");
        assertThat(client.get("/consumers/recharge/tidemark/losses/loss-0000000000"))
                .isEqualTo("loss orders cluster%20one " + IDENTITY.topicId()
                        + " EXPIRED EARLIEST 2026-01-02T03:04:05.678Z\n0 5 9\n");
    }

    @Test
    void namesStandBesideEachOtherInNodesThatTellThemApart() {
        store.initialize(new GroupId("a-b"), Map.of(new TopicPartition("c", 0), StoredOffset.of(1)));
        store.initialize(new GroupId("a"), Map.of(new TopicPartition("b-c", 0), StoredOffset.of(2)));
        store.initialize(new GroupId("a/b"), Map.of(new TopicPartition("c", 0), StoredOffset.of(3)));
        store.initialize(new GroupId(".."), Map.of(new TopicPartition("c", 0), StoredOffset.of(4)));
        store.initialize(new GroupId("充值"), Map.of(new TopicPartition("c", 0), StoredOffset.of(5)));

        assertThat(client.children("/consumers")).containsExactly("%2E.", "a", "a%2Fb", "a-b", "充值");
        assertThat(client.get("/consumers/a-b/offsets/c/0")).isEqualTo("1");
        assertThat(client.get("/consumers/a/offsets/b-c/0")).isEqualTo("2");
    }

    @Test
    void whatIsSetByHandLaterGoverns() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        client.set(OFFSETS + "0", "3");

        assertThatThrownBy(() -> store.commit(commit(new PartitionRange(FIRST, 5, 8))))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .containsExactly(new Conflict(FIRST, 5, Optional.of(3L))));
        store.commit(commit(new PartitionRange(FIRST, 3, 8)));

        assertThat(client.get(OFFSETS + "0")).isEqualTo("8");
    }

    @Test
    void nobodyIsNamedAsTheWriterOfWhatIsSetByHand() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), SECOND, StoredOffset.of(5)));
        client.set(OFFSETS + "0", "5");

        Map<TopicPartition, StoredOffset> stored = store.load(GROUP, Set.of("orders"));

        assertThat(stored.get(FIRST))
                .isNotNull()
                .extracting(StoredOffset::writer)
                .isEqualTo(Optional.empty());
        assertThat(stored.get(SECOND))
                .isNotNull()
                .extracting(StoredOffset::writer)
                .isEqualTo(Optional.of(WriterName.ofThisProcess()));
    }

    @Test
    void aGroupWithoutWritersGetsThemWithItsNextWrite() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), SECOND, StoredOffset.of(5)));
        client.zkClient().delete("/consumers/recharge/tidemark/writers");

        store.commit(commit(new PartitionRange(FIRST, 5, 8)));

        assertThat(client.get("/consumers/recharge/tidemark/writers"))
                .isEqualTo(WriterName.ofThisProcess() + " orders 0\n");
    }

    @Test
    void whatCannotBeReadOfTheWritersIsPassedOver() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        client.set("/consumers/recharge/tidemark/writers", "who knows whom");

        assertThat(store.load(GROUP, Set.of("orders")).values())
                .extracting(StoredOffset::writer)
                .containsExactly(Optional.empty());
        store.commit(commit(new PartitionRange(FIRST, 5, 8)));
        assertThat(store.load(GROUP, Set.of("orders")).values())
                .extracting(StoredOffset::writer)
                .containsExactly(Optional.of(WriterName.ofThisProcess()));
    }

    @Test
    void whatIsSetByHandBetweenReadingAndWritingIsAConflictWithWhatIsFound() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), SECOND, StoredOffset.of(5)));
        OffsetStore disturbed = disturbed(() -> client.set(OFFSETS + "1", "3"));

        assertThatThrownBy(() ->
                        disturbed.commit(commit(new PartitionRange(FIRST, 5, 8), new PartitionRange(SECOND, 5, 9))))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .containsExactly(new Conflict(SECOND, 5, Optional.of(3L))));

        assertThat(client.get(OFFSETS + "0")).isEqualTo("5");
    }

    @Test
    void aGroupDeletedByAnOldToolBetweenReadingAndWritingIsAConflict() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        OffsetStore disturbed = disturbed(() -> client.zkClient().deleteRecursive("/consumers/recharge"));

        assertThatThrownBy(() -> disturbed.commit(commit(new PartitionRange(FIRST, 5, 8))))
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> assertThat(conflict.conflicts())
                        .containsExactly(new Conflict(FIRST, 5, Optional.empty())));
    }

    @Test
    void theSameValueSetByHandAgainIsNoConflict() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        OffsetStore disturbed = disturbed(() -> client.set(OFFSETS + "0", "5"));

        disturbed.commit(commit(new PartitionRange(FIRST, 5, 8)));

        assertThat(client.get(OFFSETS + "0")).isEqualTo("8");
    }

    @Test
    void childrenThatAreNoPartitionsArePassedOver() {
        client.set(OFFSETS + "0", "5");
        client.set(OFFSETS + "backup", "x");
        client.set(OFFSETS + "007", "7");
        client.set(OFFSETS + "-1", "7");

        assertThat(store.load(GROUP, Set.of("orders"))).containsOnlyKeys(FIRST);
    }

    @Test
    void whatIsNoOffsetIsNamedWithItsPath() {
        for (String wrong : List.of("", "abc", "-1", "1.5", "99999999999999999999")) {
            client.set(OFFSETS + "0", wrong);

            assertThatThrownBy(() -> store.load(GROUP, Set.of("orders")))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining(OFFSETS + "0 in ZooKeeper at ")
                    .hasMessageContaining(": it holds '" + wrong + "' and not a decimal number");
        }
    }

    @Test
    void anOffsetWrittenAsAJavaObjectIsToldFromOthers() {
        client.set(OFFSETS + "0", "1");
        client.zkClient().writeData(OFFSETS + "0", new SerializableSerializer().serialize("42"));

        assertThatThrownBy(() -> store.load(GROUP, Set.of("orders")))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("it holds a Java object (written by a ZkClient without a serializer for text)");
    }

    @Test
    void nodesOfALaterVersionAreLeftAlone() {
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        client.set("/consumers/recharge/tidemark", "tidemark 2");

        assertThatThrownBy(() -> store.commit(commit(new PartitionRange(FIRST, 5, 8))))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("they are of format 'tidemark 2'");
        assertThat(client.get(OFFSETS + "0")).isEqualTo("5");
    }

    @Test
    void aChrootWhoseParentIsMissingIsNamed() {
        try (Client deep = Client.to(SharedZooKeeper.address() + "/no-such-parent/chroot")) {
            assertThatThrownBy(() -> deep.store().initialize(GROUP, Map.of(FIRST, StoredOffset.of(5))))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("the chroot /no-such-parent/chroot cannot be created");
            assertThat(deep.store().load(GROUP, Set.of("orders"))).isEmpty();
        }
    }

    /** A store before whose first write somebody does something. */
    private OffsetStore disturbed(Runnable disturbance) {
        AtomicBoolean done = new AtomicBoolean();
        return new ZooKeeperOffsetStore(
                new WatchedLink(new ConnectionLink(client.connection(), OptionalInt.empty())) {
                    @Override
                    void beforeWrite() {
                        if (!done.getAndSet(true)) {
                            disturbance.run();
                        }
                    }
                },
                ZooKeeperStoreOptions.defaults());
    }

    private static OffsetCommit commit(PartitionRange... ranges) {
        return new OffsetCommit(GROUP, List.of(ranges));
    }
}
