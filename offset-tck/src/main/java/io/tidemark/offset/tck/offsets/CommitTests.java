package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.Kept;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import io.tidemark.offset.tck.fixture.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Commits: accepted only if every stored offset equals its range's from, for all partitions or for none.
 *
 * @since 0.1
 */
public interface CommitTests extends OffsetsFixture {

    @Test
    default void aCommitMovesAllItsPartitions() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L, THIRD, 0L));

        driver.commit(range(THIRD, 0, 100), range(FIRST, 5, 8), range(SECOND, 6, 7));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 8L), Map.entry(SECOND, 7L), Map.entry(THIRD, 100L));
    }

    @Test
    default void aCommitLeavesOtherPartitionsAsTheyAre() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 5L, THIRD, 5L));

        driver.commit(range(SECOND, 5, 8));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 8L), Map.entry(THIRD, 5L));
    }

    @Test
    default void aCommitLeavesOtherGroupsAsTheyAre() {
        OffsetStore store = openOffsets();
        Driver other = new Driver(store, OTHER_GROUP).startingAt(Map.of(FIRST, 5L));
        Driver driver = Driver.on(store).startingAt(Map.of(FIRST, 5L));

        driver.commit(range(FIRST, 5, 8));

        assertThat(other.stored()).containsOnly(Map.entry(FIRST, 5L));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 8L));
    }

    @Test
    default void commitsFormAChain() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 0L, SECOND, 100L));

        for (long step = 0; step < 20; step++) {
            driver.commit(range(FIRST, step, step + 1), range(SECOND, 100 + 3 * step, 103 + 3 * step));
        }

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 20L), Map.entry(SECOND, 160L));
    }

    @Test
    default void anAppliedCommitDoesNotApplyAgain() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        driver.commit(range(FIRST, 5, 8));

        OffsetConflictException conflict = driver.refused(range(FIRST, 5, 8));

        assertThat(Driver.numbers(conflict)).containsExactly(new Conflict(FIRST, 5, Optional.of(8L)));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 8L));
    }

    @Test
    default void aRangeThatBeginsBeforeWhatIsStoredIsRefused() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        assertThat(Driver.numbers(driver.refused(range(FIRST, 3, 8))))
                .containsExactly(new Conflict(FIRST, 3, Optional.of(5L)));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void aRangeThatBeginsBehindWhatIsStoredIsRefused() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        assertThat(Driver.numbers(driver.refused(range(FIRST, 6, 8))))
                .containsExactly(new Conflict(FIRST, 6, Optional.of(5L)));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void aPartitionWithoutAnEntryIsInConflict() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        assertThat(Driver.numbers(driver.refused(range(SECOND, 0, 8))))
                .containsExactly(new Conflict(SECOND, 0, Optional.empty()));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void aPartitionWithoutAnEntryAmongOthersRefusesTheCommit() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, THIRD, 7L));

        assertThat(Driver.numbers(driver.refused(range(FIRST, 5, 6), range(SECOND, 0, 8), range(THIRD, 7, 8))))
                .containsExactly(new Conflict(SECOND, 0, Optional.empty()));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(THIRD, 7L));
    }

    @Test
    default void oneStalePartitionRefusesTheCommitWhereverItStands() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L, THIRD, 7L));

        driver.refused(range(FIRST, 4, 9), range(SECOND, 6, 9), range(THIRD, 7, 9));
        driver.refused(range(FIRST, 5, 9), range(SECOND, 5, 9), range(THIRD, 7, 9));
        driver.refused(range(FIRST, 5, 9), range(SECOND, 6, 9), range(THIRD, 6, 9));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 6L), Map.entry(THIRD, 7L));
    }

    @Test
    default void aConflictNamesTheGroupAndEveryPartitionConcerned() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        OffsetConflictException conflict = driver.refused(range(FIRST, 4, 9), range(SECOND, 6, 9), range(THIRD, 1, 2));

        assertThat(conflict.group()).isEqualTo(GROUP);
        assertThat(Driver.numbers(conflict))
                .containsExactlyInAnyOrder(
                        new Conflict(FIRST, 4, Optional.of(5L)), new Conflict(THIRD, 1, Optional.empty()));
    }

    @Test
    default void anEmptyRangeInItsPlaceChangesNothing() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        driver.commit(range(FIRST, 5, 5));
        driver.commit(range(FIRST, 5, 5), range(SECOND, 6, 7));
        driver.commit(range(FIRST, 5, 5));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 7L));
    }

    @Test
    default void anEmptyRangeOutOfItsPlaceRefusesTheCommit() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        assertThat(Driver.numbers(driver.refused(range(FIRST, 4, 4), range(SECOND, 6, 7))))
                .containsExactly(new Conflict(FIRST, 4, Optional.of(5L)));
        assertThat(Driver.numbers(driver.refused(range(THIRD, 0, 0))))
                .containsExactly(new Conflict(THIRD, 0, Optional.empty()));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 6L));
    }

    @Test
    default void aRangeUpToTheLargestLongIsAccepted() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, Long.MAX_VALUE - 1));

        driver.commit(range(FIRST, Long.MAX_VALUE - 1, Long.MAX_VALUE));
        driver.commit(range(FIRST, Long.MAX_VALUE, Long.MAX_VALUE));

        assertThat(Driver.numbers(driver.refused(range(FIRST, Long.MAX_VALUE - 1, Long.MAX_VALUE))))
                .containsExactly(new Conflict(FIRST, Long.MAX_VALUE - 1, Optional.of(Long.MAX_VALUE)));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, Long.MAX_VALUE));
    }

    @Test
    default void neighbouringLargeOffsetsAreToldApart() {
        long large = (1L << 53) + 1;
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, large));

        driver.refused(range(FIRST, large - 1, large + 5));
        driver.refused(range(FIRST, large + 1, large + 5));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, large));
    }

    @Test
    default void aThousandPartitionsMoveTogether() {
        Map<TopicPartition, Long> start = new HashMap<>();
        Map<TopicPartition, Long> end = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        for (TopicPartition partition : Samples.partitions(1_000)) {
            start.put(partition, 7L);
            end.put(partition, 8L + partition.partition());
            ranges.add(range(partition, 7, 8L + partition.partition()));
        }
        Driver driver = Driver.on(openOffsets()).startingAt(start);

        driver.commit(ranges);

        assertThat(driver.stored()).isEqualTo(end);
    }

    @Test
    default void oneStalePartitionAmongAThousandRefusesTheCommit() {
        Map<TopicPartition, Long> start = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        for (TopicPartition partition : Samples.partitions(1_000)) {
            start.put(partition, 7L);
            ranges.add(range(partition, partition.partition() == 777 ? 6 : 7, 9));
        }
        Driver driver = Driver.on(openOffsets()).startingAt(start);

        OffsetConflictException conflict = Driver.refused(() -> driver.commit(ranges));

        assertThat(Driver.numbers(conflict))
                .containsExactly(new Conflict(new TopicPartition(Samples.TOPIC, 777), 6, Optional.of(7L)));
        assertThat(driver.stored()).isEqualTo(start);
    }

    @Test
    default void aCommitLeavesTheIdentityAsItIs() {
        OffsetStore store = openOffsets();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY)));
        Driver driver = Driver.on(store);

        driver.commit(range(FIRST, 5, 8));

        assertThat(driver.entry(FIRST).identity())
                .isEqualTo(identities() == Kept.KEPT ? Optional.of(IDENTITY) : Optional.empty());
    }

    @Test
    default void aDriverThatWasOvertakenIsRefusedUntilItReadsAgain() {
        Driver zombie = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 0L));
        Driver successor = Driver.on(openOffsets());
        successor.commit(range(FIRST, 0, 10));

        zombie.refused(range(FIRST, 0, 4));
        zombie.refused(range(FIRST, 4, 12));

        assertThat(successor.stored()).containsOnly(Map.entry(FIRST, 10L));
        zombie.commit(range(FIRST, 10, 12));
        assertThat(successor.stored()).containsOnly(Map.entry(FIRST, 12L));
    }
}
