package io.tidemark.offset.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitOutcomesTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final TopicPartition STILL = new TopicPartition("orders", 2);

    private final OffsetCommit commit = new OffsetCommit(
            GROUP,
            List.of(new PartitionRange(P0, 5, 9), new PartitionRange(P1, 7, 8), new PartitionRange(STILL, 3, 3)));
    private final CommitOutcomeUnknownException unknown = new CommitOutcomeUnknownException(
            GROUP, commit.ranges(), "the commit to the model", new IllegalStateException("cut"));

    @Test
    void itWasAppliedWhereEveryUntilIsStored() {
        resolve(Map.of(P0, 9L, P1, 8L, STILL, 3L));
    }

    @Test
    void aRangeWithoutOffsetsSaysNothing() {
        resolve(Map.of(P0, 9L, P1, 8L));
        resolve(Map.of(P0, 9L, P1, 8L, STILL, 77L));
    }

    @Test
    void itWasNotAppliedWhereEveryFromIsStill() {
        assertThatThrownBy(() -> resolve(Map.of(P0, 5L, P1, 7L, STILL, 3L)))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasCause(unknown)
                .hasMessageContaining("group recharge")
                .hasMessageContaining("orders-0 [5, 9)")
                .hasMessageContaining("the write was not applied")
                .hasMessageContaining("start the stream again: it resumes from the stored offsets");
    }

    @Test
    void anyOtherOffsetIsAConflictThatNamesIt() {
        OffsetConflictException conflict =
                catchThrowableOfType(OffsetConflictException.class, () -> resolve(Map.of(P0, 9L, P1, 20L)));
        assertThat(conflict.conflicts()).containsExactly(new OffsetConflictException.Conflict(P1, 7, Optional.of(20L)));
    }

    @Test
    void aMissingEntryIsAConflict() {
        OffsetConflictException conflict =
                catchThrowableOfType(OffsetConflictException.class, () -> resolve(Map.of(P0, 9L)));
        assertThat(conflict.conflicts()).containsExactly(new OffsetConflictException.Conflict(P1, 7, Optional.empty()));
    }

    @Test
    void halfAppliedIsAConflictBecauseNoStoreMayDoSo() {
        OffsetConflictException conflict =
                catchThrowableOfType(OffsetConflictException.class, () -> resolve(Map.of(P0, 9L, P1, 7L, STILL, 3L)));
        assertThat(conflict.conflicts())
                .contains(
                        new OffsetConflictException.Conflict(P0, 5, Optional.of(9L)),
                        new OffsetConflictException.Conflict(P1, 7, Optional.of(7L)));
    }

    @Test
    void itStaysUnknownWhereReadingBackFailsTooAndReadsOnlyOnce() {
        AtomicInteger reads = new AtomicInteger();
        assertThatThrownBy(() -> CommitOutcomes.resolve(unknown, commit, () -> {
                    reads.incrementAndGet();
                    throw new OffsetStoreException("the store is away");
                }))
                .isSameAs(unknown)
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .singleElement()
                        .satisfies(suppressed -> assertThat(suppressed).hasMessage("the store is away")));
        assertThat(reads).hasValue(1);
    }

    @Test
    void theUnknownOutcomeNamesGroupRangesAndWhatToDo() {
        assertThat(unknown)
                .hasMessageContaining("the commit to the model")
                .hasMessageContaining("group recharge")
                .hasMessageContaining("orders-0 [5, 9)")
                .hasMessageContaining("it reads the stored offsets and resumes there");
        assertThat(unknown.group()).isEqualTo(GROUP);
        assertThat(unknown.ranges()).isEqualTo(commit.ranges());
    }

    private void resolve(Map<TopicPartition, Long> stored) {
        Map<TopicPartition, StoredOffset> entries = new java.util.HashMap<>();
        stored.forEach((partition, offset) -> entries.put(partition, StoredOffset.of(offset)));
        CommitOutcomes.resolve(unknown, commit, () -> entries);
    }
}
