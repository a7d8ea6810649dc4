package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.Kept;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import io.tidemark.offset.tck.fixture.Samples;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Moves by decision: conditional like a commit, in any direction, with the identity that holds from then on.
 *
 * @since 0.1
 */
public interface RepositionTests extends OffsetsFixture {

    @Test
    default void aMoveGoesForwardsAndBackwards() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 50L, SECOND, 50L, THIRD, 50L));

        driver.move(Map.of(FIRST, move(50, 900), SECOND, move(50, 0)), List.of());

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 900L), Map.entry(SECOND, 0L), Map.entry(THIRD, 50L));
        driver.commit(range(FIRST, 900, 901), range(SECOND, 0, 1));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 901L), Map.entry(SECOND, 1L), Map.entry(THIRD, 50L));
    }

    @Test
    default void aMoveToWhereItStandsIsAccepted() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        driver.move(FIRST, move(5, 5));
        driver.move(FIRST, move(5, 5));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void aRemovedEntryIsGoneAndCanBeStoredAgain() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        driver.move(FIRST, Move.removal(StoredOffset.of(5)));

        assertThat(driver.stored()).containsOnly(Map.entry(SECOND, 6L));
        assertThat(Driver.numbers(driver.refused(range(FIRST, 5, 6))))
                .containsExactly(new Conflict(FIRST, 5, Optional.empty()));
        driver.startingAt(Map.of(FIRST, 0L));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 0L), Map.entry(SECOND, 6L));
    }

    @Test
    default void removalsAndMovesGoTogether() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        driver.move(Map.of(FIRST, Move.removal(StoredOffset.of(5)), SECOND, move(6, 1)), List.of());

        assertThat(driver.stored()).containsOnly(Map.entry(SECOND, 1L));
    }

    @Test
    default void aMoveFromAnotherOffsetIsRefused() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        OffsetConflictException conflict = Driver.refused(() -> driver.move(FIRST, move(4, 9)));

        assertThat(conflict.group()).isEqualTo(GROUP);
        assertThat(conflict.conflicts()).hasSize(1).allSatisfy(named -> {
            assertThat(named.partition()).isEqualTo(FIRST);
            assertThat(named.expected()).isEqualTo(4);
            assertThat(named.found()).contains(5L);
        });
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void aRemovalFromAnotherOffsetIsRefused() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        Driver.refused(() -> driver.move(FIRST, Move.removal(StoredOffset.of(4))));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void aMoveOfAPartitionWithoutAnEntryIsRefused() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        OffsetConflictException conflict = Driver.refused(() -> driver.move(SECOND, move(5, 9)));

        assertThat(Driver.numbers(conflict)).containsExactly(new Conflict(SECOND, 5, Optional.empty()));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void oneStaleMoveRefusesAllOfThem() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L, THIRD, 7L));

        OffsetConflictException conflict = Driver.refused(() -> driver.move(
                Map.of(FIRST, move(5, 90), SECOND, move(60, 90), THIRD, Move.removal(StoredOffset.of(7))), List.of()));

        assertThat(conflict.conflicts()).extracting(Conflict::partition).containsExactly(SECOND);
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 6L), Map.entry(THIRD, 7L));
    }

    @Test
    default void aMoveLeavesOtherGroupsAsTheyAre() {
        OffsetStore store = openOffsets();
        Driver other = new Driver(store, OTHER_GROUP).startingAt(Map.of(FIRST, 5L, SECOND, 5L));
        Driver driver = Driver.on(store).startingAt(Map.of(FIRST, 5L, SECOND, 5L));

        driver.move(Map.of(FIRST, move(5, 9), SECOND, Move.removal(StoredOffset.of(5))), List.of());

        assertThat(other.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 5L));
    }

    @Test
    default void theTimeOfTheExpectedEntryIsNotCompared() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        StoredOffset expected = new StoredOffset(5, Optional.empty(), Optional.of(Samples.TIME));

        driver.move(FIRST, Move.to(expected, StoredOffset.of(9)));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 9L));
    }

    @Test
    default void whatWasReadIsAcceptedAsTheExpectedEntry() {
        OffsetStore store = openOffsets();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY)));
        Driver driver = Driver.on(store);

        driver.move(FIRST, Move.to(driver.entry(FIRST), StoredOffset.of(2, IDENTITY)));

        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 2L));
    }

    @Test
    default void aMoveReplacesTheIdentityWhereIdentitiesAreKept() {
        OffsetStore store = openOffsets();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY), SECOND, StoredOffset.of(6, IDENTITY)));
        Driver driver = Driver.on(store);

        driver.move(
                Map.of(
                        FIRST, Move.to(StoredOffset.of(5, IDENTITY), StoredOffset.of(5, OTHER_IDENTITY)),
                        SECOND, Move.to(StoredOffset.of(6, IDENTITY), StoredOffset.of(0))),
                List.of());

        assertThat(driver.entry(FIRST).identity())
                .isEqualTo(identities() == Kept.KEPT ? Optional.of(OTHER_IDENTITY) : Optional.empty());
        assertThat(driver.entry(SECOND).identity()).isEmpty();
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 0L));
    }

    @Test
    default void aMoveFromAnotherIdentityIsRefusedWhereIdentitiesAreKept() {
        OffsetStore store = openOffsets();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY)));
        Driver driver = Driver.on(store);
        Move stale = Move.to(StoredOffset.of(5, OTHER_IDENTITY), StoredOffset.of(0, OTHER_IDENTITY));

        if (identities() == Kept.KEPT) {
            OffsetConflictException conflict = Driver.refused(() -> driver.move(FIRST, stale));
            assertThat(conflict.conflicts()).extracting(Conflict::partition).containsExactly(FIRST);
            assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L));
            assertThat(driver.entry(FIRST).identity()).contains(IDENTITY);
        } else {
            driver.move(FIRST, stale);
            assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 0L));
        }
    }

    @Test
    default void aThousandPartitionsAreMovedTogether() {
        Map<TopicPartition, Long> start = new HashMap<>();
        Map<TopicPartition, Long> end = new HashMap<>();
        Map<TopicPartition, Move> moves = new HashMap<>();
        for (TopicPartition partition : Samples.partitions(1_000)) {
            start.put(partition, 7L);
            if (partition.partition() % 2 == 0) {
                moves.put(partition, Move.removal(StoredOffset.of(7)));
            } else {
                moves.put(partition, move(7, partition.partition()));
                end.put(partition, (long) partition.partition());
            }
        }
        Driver driver = Driver.on(openOffsets()).startingAt(start);

        driver.move(moves, List.of());

        assertThat(driver.stored()).isEqualTo(end);
    }

    private static Move move(long expected, long next) {
        return Move.to(StoredOffset.of(expected), StoredOffset.of(next));
    }
}
