package io.tidemark.stream.internal.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.LossReceipt;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.memory.InMemoryOffsetStore;
import io.tidemark.stream.internal.Causes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A commit whose answer is lost and which is applied after it was read back: what the stream's next write makes of it.
 */
class OwnWritesTest {

    private static final GroupId GROUP = new GroupId("late");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final InMemoryOffsetStore store = new InMemoryOffsetStore();
    private final OwnWrites own = new OwnWrites();

    @BeforeEach
    void enter() {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
    }

    @Test
    void theSameCommitAgainIsNoConflict() {
        loseAndApplyLater(5);
        fenced(store).commit(commit(0, 5));
        assertThat(stored()).isEqualTo(5);
        fenced(store).commit(commit(5, 9));
        assertThat(stored()).isEqualTo(9);
    }

    @Test
    void aCommitOfOtherRangesIsAFailureThatARestartMends() {
        loseAndApplyLater(5);
        assertThatThrownBy(() -> fenced(store).commit(commit(0, 8)))
                .isInstanceOf(OwnWriteAppliedException.class)
                .hasMessageContainingAll(
                        "group late", "orders-0 expected 0, found 5", "an earlier write of this stream");
        // a conflict would end the stream for good
        assertThat(Causes.find(failureOf(commit(0, 8)), OffsetConflictException.class))
                .isEmpty();
        assertThat(stored()).isEqualTo(5);
    }

    /** At most once: that the offsets are stored must mean that this very call has stored them. */
    @Test
    void aClaimIsNotTakenForMade() {
        loseAndApplyLater(5);
        assertThatThrownBy(() -> fenced(store).claim(commit(0, 5))).isInstanceOf(OwnWriteAppliedException.class);
    }

    @Test
    void anotherDriverThatCommittedTheSameIsAConflict() {
        lose(5);
        store.writingAs(new WriterName("another")).commit(commit(0, 5));
        assertThatThrownBy(() -> fenced(store).commit(commit(0, 5))).isInstanceOf(OffsetConflictException.class);
    }

    @Test
    void whereNoWriterIsRecordedItRemainsAConflict() {
        lose(5);
        store.commit(commit(0, 5));
        OffsetStore nameless = new NamelessStore(store);
        assertThatThrownBy(() -> fenced(nameless).commit(commit(0, 5))).isInstanceOf(OffsetConflictException.class);
    }

    @Test
    void whatThisProcessWroteWithoutLosingTheAnswerIsAConflict() {
        store.commit(commit(0, 5));
        assertThatThrownBy(() -> fenced(store).commit(commit(0, 5))).isInstanceOf(OffsetConflictException.class);
    }

    @Test
    void aMoveThatIsAppliedLateIsRecognizedToo() {
        OffsetReposition move = new OffsetReposition(
                GROUP, Map.of(PARTITION, OffsetReposition.Move.to(StoredOffset.of(0), StoredOffset.of(7))), List.of());
        assertThatThrownBy(() -> fenced(answerless()).reposition(move))
                .isInstanceOf(CommitOutcomeUnknownException.class);
        store.reposition(move);
        assertThatThrownBy(() -> fenced(store).reposition(move)).isInstanceOf(OwnWriteAppliedException.class);
    }

    /** What reading back once would take for not applied. */
    @Test
    void aCommitThatIsAppliedBetweenTwoReadingsIsResolved() {
        AtomicInteger readings = new AtomicInteger();
        CommitOutcomeUnknownException unknown = unknown(commit(0, 5));
        new RunFence(GROUP, own, Duration.ZERO).resolve(unknown, commit(0, 5), () -> {
            if (readings.incrementAndGet() == 3) {
                store.commit(commit(0, 5));
            }
            return store.load(GROUP);
        });
        assertThat(readings).hasValue(3);
    }

    @Test
    void aRunThatIsRevokedReadsBackNoFurther() {
        AtomicInteger readings = new AtomicInteger();
        RunFence fence = new RunFence(GROUP, own, Duration.ofHours(1));
        fence.revoke();
        assertThatThrownBy(() -> fence.resolve(unknown(commit(0, 5)), commit(0, 5), () -> {
                    readings.incrementAndGet();
                    return store.load(GROUP);
                }))
                .hasMessageContaining("the stored offsets show that the write was not applied");
        assertThat(readings).hasValue(1);
    }

    @Test
    void aThreadThatIsInterruptedReadsBackNoFurther() {
        RunFence fence = new RunFence(GROUP, own, Duration.ofHours(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> fence.resolve(unknown(commit(0, 5)), commit(0, 5), () -> store.load(GROUP)))
                .hasMessageContaining("the stored offsets show that the write was not applied");
        assertThat(Thread.interrupted()).isTrue();
    }

    private Throwable failureOf(OffsetCommit commit) {
        try {
            fenced(store).commit(commit);
            return new AssertionError("accepted");
        } catch (OwnWriteAppliedException e) {
            return e;
        }
    }

    private void loseAndApplyLater(long until) {
        lose(until);
        store.commit(commit(0, until));
    }

    private void lose(long until) {
        assertThatThrownBy(() -> fenced(answerless()).commit(commit(0, until)))
                .isInstanceOf(CommitOutcomeUnknownException.class);
    }

    private FencedStore fenced(OffsetStore target) {
        return new RunFence(GROUP, own, Duration.ZERO).around(target);
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }

    private static CommitOutcomeUnknownException unknown(OffsetCommit commit) {
        return new CommitOutcomeUnknownException(GROUP, commit.ranges(), "the commit", null);
    }

    private long stored() {
        return Optional.ofNullable(store.load(GROUP).get(PARTITION))
                .map(StoredOffset::offset)
                .orElse(-1L);
    }

    /** Applies nothing, and does not say so. */
    private OffsetStore answerless() {
        return new NamelessStore(store) {
            @Override
            public void commit(OffsetCommit commit) {
                throw unknown(commit);
            }

            @Override
            public void reposition(OffsetReposition reposition) {
                throw new CommitOutcomeUnknownException(GROUP, List.of(), "the move", null);
            }
        };
    }

    /** A store that keeps no writers. */
    private static class NamelessStore implements OffsetStore {

        private final OffsetStore store;

        NamelessStore(OffsetStore store) {
            this.store = store;
        }

        @Override
        public Map<TopicPartition, StoredOffset> load(GroupId group) {
            return store.load(group);
        }

        @Override
        public Map<TopicPartition, StoredOffset> initialize(GroupId group, Map<TopicPartition, StoredOffset> offsets) {
            return store.initialize(group, offsets);
        }

        @Override
        public void commit(OffsetCommit commit) {
            try {
                store.commit(commit);
            } catch (OffsetConflictException named) {
                throw new OffsetConflictException(
                        GROUP,
                        named.conflicts().stream()
                                .map(each -> new OffsetConflictException.Conflict(
                                        each.partition(), each.expected(), each.found()))
                                .toList());
            }
        }

        @Override
        public void reposition(OffsetReposition reposition) {
            store.reposition(reposition);
        }

        @Override
        public List<LossReceipt> lossReceipts(GroupId group) {
            return store.lossReceipts(group);
        }

        @Override
        public Optional<Governor> governor(GroupId group) {
            return store.governor(group);
        }

        @Override
        public void recordGovernor(GroupId group, Governor governor) {
            store.recordGovernor(group, governor);
        }
    }
}
