package io.tidemark.offset.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage.Direction;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two drivers of one group, one of them held in the middle of a commit while the other continues: what a suspended
 * machine, a long garbage collection or a cut network makes of a driver.
 */
@Tag("long")
class DriversAtOnceIT {

    private static final GroupId GROUP = new GroupId("at-once");
    private static final TopicPartition FIRST = new TopicPartition("orders", 0);
    private static final WriterName HELD = new WriterName("held");
    private static final WriterName OTHER = new WriterName("other");

    private final KafkaStoreOptions options = SharedKafka.unusedJournal();
    private final FaultProxy proxy = Faults.proxy();
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(proxy));

    @Test
    void aDriverThatIsOvertakenBeforeItsOffsetsAreSentIsRefused() {
        assertOvertaken(ApiKeys.ADD_OFFSETS_TO_TXN);
    }

    @Test
    void aDriverThatIsOvertakenBeforeItsOffsetsArriveIsRefused() {
        assertOvertaken(ApiKeys.TXN_OFFSET_COMMIT);
    }

    @Test
    void aDriverThatIsOvertakenBeforeTheJournalIsWrittenIsRefused() {
        assertOvertaken(ApiKeys.PRODUCE);
    }

    @Test
    void aDriverThatIsOvertakenBeforeItsTransactionEndsIsRefused() {
        assertOvertaken(ApiKeys.END_TXN);
    }

    private void assertOvertaken(ApiKeys request) {
        OffsetStore held = heldStore();
        OffsetStore other = otherStore();
        held.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> reached = Faults.holdNext(proxy, request, Direction.REQUEST, release);

        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> held.commit(commit(0, 5)));
        reached.join();
        other.commit(commit(0, 7));
        release.complete(null);

        assertThat(commit)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(OffsetConflictException.class, conflict -> {
                    assertThat(conflict.writer()).isEqualTo(HELD);
                    assertThat(conflict.conflicts())
                            .allSatisfy(one -> assertThat(one.foundWriter()).contains(OTHER));
                })
                .withMessageContaining("held")
                .withMessageContaining("other");
        assertThat(stored(other)).isEqualTo(7);
        other.commit(commit(7, 9));
        assertThat(stored(held)).isEqualTo(9);
    }

    @Test
    void aDriverWhoseCommitWasMadeBeforeItWasOvertakenIsToldSo() {
        OffsetStore held = heldStore();
        OffsetStore other = otherStore();
        held.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> reached = Faults.holdNext(proxy, ApiKeys.END_TXN, Direction.ANSWER, release);

        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> held.commit(commit(0, 5)));
        reached.join();
        other.commit(commit(5, 7));
        release.complete(null);

        assertThat(commit).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stored(other)).isEqualTo(7);
    }

    @Test
    void aCommitStandsThatTheCoordinatorForgetsOverWhatTheOtherDriverStillSends() {
        OffsetStore held = heldStore();
        FaultProxy others = Faults.proxy();
        KafkaOffsetStore other =
                new KafkaOffsetStore(Map.of("bootstrap.servers", others.address()), options.writer(OTHER));
        opened.addAll(List.of(other, others));
        held.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        CompletableFuture<Void> sendOffsets = new CompletableFuture<>();
        CompletableFuture<Void> holding =
                Faults.holdNext(proxy, ApiKeys.TXN_OFFSET_COMMIT, Direction.REQUEST, sendOffsets);
        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> held.commit(commit(0, 5)));
        holding.join();
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Void> ending = Faults.holdNext(others, ApiKeys.END_TXN, Direction.REQUEST, end);
        CompletableFuture<Void> othersCommit = CompletableFuture.runAsync(() -> other.commit(commit(0, 7)));
        ending.join();

        CompletableFuture<Void> answer = new CompletableFuture<>();
        CompletableFuture<Void> answering = Faults.holdNext(proxy, ApiKeys.TXN_OFFSET_COMMIT, Direction.ANSWER, answer);
        sendOffsets.complete(null);
        answering.join();
        end.complete(null);

        assertThat(othersCommit).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stored(otherStore())).isEqualTo(7);
        answer.complete(null);
        assertThat(commit)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(OffsetConflictException.class);
        assertThat(stored(other)).isEqualTo(7);
    }

    @Test
    void aCommitWhoseEndIsAnsweredWithAnErrorIsFoundOutAndNotMadeTwice() {
        OffsetStore held = heldStore();
        held.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));

        Faults.loseMeaningOfNextEnd(proxy);
        held.commit(commit(0, 5));

        assertThat(stored(otherStore())).isEqualTo(5);
        held.commit(commit(5, 7));
        assertThat(stored(held)).isEqualTo(7);
    }

    @Test
    void aDriverThatWasOnlyDisturbedTakesItsPlaceBack() {
        OffsetStore held = heldStore();
        OffsetStore other = otherStore();
        held.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> reached = Faults.holdNext(proxy, ApiKeys.END_TXN, Direction.REQUEST, release);

        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> held.commit(commit(0, 5)));
        reached.join();
        // a reader that waits long enough takes the pending transaction for a dead driver's
        assertThat(stored(other)).isEqualTo(0);
        release.complete(null);

        assertThat(commit).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stored(other)).isEqualTo(5);
    }

    @Test
    void withoutTransactionsBothDriversAreToldThatTheirCommitWasApplied() {
        KafkaOffsetStore held = KafkaOffsetStore.withoutTransactions(
                Map.of("bootstrap.servers", proxy.address()), options.writer(HELD));
        KafkaOffsetStore other = KafkaOffsetStore.withoutTransactions(SharedKafka.settings(), options.writer(OTHER));
        opened.addAll(List.of(held, other));
        held.initialize(GROUP, Map.of(FIRST, StoredOffset.of(0)));
        CompletableFuture<Void> release = new CompletableFuture<>();
        CompletableFuture<Void> reached = Faults.holdNext(proxy, ApiKeys.OFFSET_COMMIT, Direction.REQUEST, release);

        CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> held.commit(commit(0, 5)));
        reached.join();
        other.commit(commit(0, 7));
        release.complete(null);

        assertThat(commit).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stored(other)).as("the other's commit is lost").isEqualTo(5);
    }

    private OffsetStore heldStore() {
        KafkaOffsetStore store =
                new KafkaOffsetStore(Map.of("bootstrap.servers", proxy.address()), options.writer(HELD));
        opened.add(store);
        return store;
    }

    private OffsetStore otherStore() {
        KafkaOffsetStore store = new KafkaOffsetStore(SharedKafka.settings(), options.writer(OTHER));
        opened.add(store);
        return store;
    }

    private static long stored(OffsetStore store) {
        return store.load(GROUP, Set.of(FIRST.topic())).values().stream()
                .mapToLong(StoredOffset::offset)
                .findFirst()
                .orElse(-1);
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(FIRST, from, until)));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        try (Admin admin = Admin.create(SharedKafka.settings())) {
            SharedKafka.forget(admin, options);
        }
    }
}
