package io.tidemark.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.OffsetCopy.Report;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.offset.spi.ForwardingOffsetStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class OffsetCopyTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final Set<String> TOPICS = Set.of("orders");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final TopicPartition SECOND = new TopicPartition("orders", 1);
    private static final TopicIdentity OLD = new TopicIdentity("cluster", new Uuid(1, 1));
    private static final TopicIdentity NEW = new TopicIdentity("cluster", new Uuid(2, 2));
    private static final LossReceipt RECEIPT = new LossReceipt(
            GROUP,
            FIRST,
            Optional.of(OLD),
            0,
            5,
            LossReceipt.Reason.EXPIRED,
            OutOfRangePolicy.EARLIEST,
            Instant.parse("2026-01-02T03:04:05.678Z"));

    private final InMemoryOffsetStore from = new InMemoryOffsetStore();
    private final InMemoryOffsetStore to = new InMemoryOffsetStore();

    @Test
    void offsetsIdentitiesAndReceiptsAreCopied() {
        from.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD), SECOND, StoredOffset.of(6)));
        from.initialize(GROUP, Map.of(new TopicPartition("refunds", 0), StoredOffset.of(7)));
        from.reposition(new OffsetReposition(
                GROUP, Map.of(FIRST, Move.to(StoredOffset.of(5, OLD), StoredOffset.of(5, OLD))), List.of(RECEIPT)));

        from.recordGovernor(GROUP, Governor.sink("metrics"));

        Report report = OffsetCopy.copy(from, to, GROUP, TOPICS);

        assertThat(to.governor(GROUP)).contains(Governor.sink("metrics"));
        assertThat(report.withoutIdentity()).isZero();
        assertThat(report.receipts()).isEqualTo(1);
        assertThat(offsets(to)).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 6L));
        assertThat(report.offsets().get(FIRST))
                .isNotNull()
                .extracting(StoredOffset::identity)
                .isEqualTo(Optional.of(OLD));
        assertThat(to.lossReceipts(GROUP)).containsExactly(RECEIPT);
        assertThat(OffsetCopy.copy(from, to, GROUP, TOPICS).receipts())
                .as("again")
                .isZero();
    }

    @Test
    void whereNothingIsStoredThereIsNothingToCopy() {
        assertThatThrownBy(() -> OffsetCopy.copy(from, to, GROUP, TOPICS))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot copy the offsets of group recharge, topics [orders], from ")
                .hasMessageEndingWith("it holds nothing for them; check the group and the topics");
    }

    @Test
    void somethingElseIsLeftAloneUnlessItIsToBeCopiedOver() {
        from.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, NEW)));
        to.initialize(GROUP, Map.of(FIRST, StoredOffset.of(3, OLD), SECOND, StoredOffset.of(4, OLD)));

        assertThatThrownBy(() -> OffsetCopy.copy(from, to, GROUP, TOPICS))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(
                        "it already holds something else: orders-0 at 3, orders-1 at 4. Nothing was written");
        assertThat(offsets(to)).containsOnly(Map.entry(FIRST, 3L), Map.entry(SECOND, 4L));

        assertThat(OffsetCopy.copyOver(from, to, GROUP, TOPICS).offsets())
                .containsOnlyKeys(FIRST)
                .allSatisfy((partition, entry) -> {
                    assertThat(entry.offset()).isEqualTo(5);
                    assertThat(entry.identity()).contains(NEW);
                });
    }

    @Test
    void anOffsetOfAnotherTopicIsSomethingElseThoughItsNumberIsTheSame() {
        from.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, NEW)));
        to.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD)));

        assertThatThrownBy(() -> OffsetCopy.copy(from, to, GROUP, TOPICS))
                .hasMessageContaining("it already holds something else");
    }

    @Test
    void aStoreWithoutRoomForIdentitiesIsCopiedToAndTheirLossCounted() {
        from.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, OLD), SECOND, StoredOffset.of(6)));

        assertThat(OffsetCopy.copy(from, new WithoutIdentities(to), GROUP, TOPICS)
                        .withoutIdentity())
                .isEqualTo(1);
    }

    @Test
    void aJobThatStillRunsOnTheOldStoreIsNoticed() {
        from.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        OffsetStore running = new Running(to, () -> commit(from, 5, 8));

        assertThatThrownBy(() -> OffsetCopy.copy(from, running, GROUP, TOPICS))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(
                        "a job is still running on the old store, which was at orders-0 at 5 and is now at"
                                + " orders-0 at 8. Stop it and copy again, over this copy");
        assertThat(OffsetCopy.copyOver(from, to, GROUP, TOPICS).offsets().values())
                .extracting(StoredOffset::offset)
                .containsExactly(8L);
    }

    @Test
    void aJobThatRunsOnTheNewStoreAlreadyIsNoticed() {
        from.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        OffsetStore running = new Running(to, () -> commit(to, 5, 8));

        assertThatThrownBy(() -> OffsetCopy.copy(from, running, GROUP, TOPICS))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining(
                        "read back are orders-0 at 8 where orders-0 at 5 were copied; a job is already running on"
                                + " the new store");
    }

    private static void commit(OffsetStore store, long from, long until) {
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, from, until))));
    }

    private static Map<TopicPartition, Long> offsets(OffsetStore store) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        store.load(GROUP, Set.of("orders", "refunds"))
                .forEach((partition, entry) -> offsets.put(partition, entry.offset()));
        return offsets;
    }

    /** A store in which something happens as soon as first offsets are stored. */
    private static final class Running extends ForwardingOffsetStore {

        private final Runnable event;

        Running(OffsetStore store, Runnable event) {
            super(store);
            this.event = event;
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            Map<TopicPartition, StoredOffset> governing = super.initialize(group, offsets);
            event.run();
            return governing;
        }
    }

    /** A table of older jobs. */
    private static final class WithoutIdentities extends ForwardingOffsetStore {

        WithoutIdentities(OffsetStore store) {
            super(store);
        }

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            return bare(super.load(group));
        }

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group, Set<String> topics) {
            return bare(super.load(group, topics));
        }

        private static Map<TopicPartition, StoredOffset> bare(Map<TopicPartition, StoredOffset> entries) {
            Map<TopicPartition, StoredOffset> bare = new HashMap<>();
            entries.forEach((partition, entry) -> bare.put(partition, StoredOffset.of(entry.offset())));
            return bare;
        }
    }
}
