package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetConflictException.Conflict;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.Kept;
import io.tidemark.offset.tck.fixture.Samples;
import io.tidemark.offset.tck.fixture.WritersFixture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Writers: recorded with every entry, and named by a conflict together with the refused writer.
 *
 * @since 0.1
 */
public interface WriterTests extends WritersFixture {

    WriterName ONE = new WriterName("worker-1:4711:k3f9x2");
    WriterName OTHER = new WriterName("worker-2:12:aa77bb");

    @Test
    default void aFirstOffsetNamesItsWriter() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L));
        Driver other = Driver.on(openOffsets(OTHER)).startingAt(Map.of(FIRST, 7L, SECOND, 7L));

        assertThat(writersOf(one)).containsOnly(Map.entry(FIRST, kept(ONE)), Map.entry(SECOND, kept(OTHER)));
        assertThat(writersOf(other)).isEqualTo(writersOf(one));
    }

    @Test
    default void initializeReturnsTheWriterThatGoverns() {
        Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L));

        Map<TopicPartition, StoredOffset> governing =
                openOffsets(OTHER).initialize(GROUP, Map.of(FIRST, StoredOffset.of(7), SECOND, StoredOffset.of(7)));

        assertThat(writers(governing)).containsOnly(Map.entry(FIRST, kept(ONE)), Map.entry(SECOND, kept(OTHER)));
    }

    @Test
    default void aCommitNamesItsWriterAndLeavesThoseOfOtherPartitions() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L, SECOND, 5L, THIRD, 5L));

        Driver.on(openOffsets(OTHER)).commit(range(FIRST, 5, 8), range(THIRD, 5, 6));

        assertThat(writersOf(one))
                .containsOnly(
                        Map.entry(FIRST, kept(OTHER)), Map.entry(SECOND, kept(ONE)), Map.entry(THIRD, kept(OTHER)));
    }

    @Test
    default void aMoveNamesItsWriter() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L, SECOND, 5L));

        Driver.on(openOffsets(OTHER)).move(FIRST, Move.to(StoredOffset.of(5), StoredOffset.of(3)));

        assertThat(writersOf(one)).containsOnly(Map.entry(FIRST, kept(OTHER)), Map.entry(SECOND, kept(ONE)));
    }

    @Test
    default void aWriterThatIsGivenWithAnEntryIsIgnored() {
        StoredOffset foreign = new StoredOffset(5, Optional.empty(), Optional.empty(), Optional.of(OTHER));
        Driver one = Driver.on(openOffsets(ONE));
        one.store().initialize(GROUP, Map.of(FIRST, foreign, SECOND, foreign));

        one.move(FIRST, Move.to(foreign, foreign));

        assertThat(writersOf(one)).containsOnly(Map.entry(FIRST, kept(ONE)), Map.entry(SECOND, kept(ONE)));
    }

    @Test
    default void aConflictOfACommitNamesBothWriters() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L, SECOND, 5L));
        Driver.on(openOffsets(OTHER)).commit(range(FIRST, 5, 8));

        OffsetConflictException conflict = one.refused(range(FIRST, 5, 9), range(SECOND, 4, 9), range(THIRD, 0, 9));

        assertThat(conflict.writer()).isEqualTo(ONE);
        assertThat(conflict.conflicts())
                .containsExactlyInAnyOrder(
                        conflict(FIRST, 5, Optional.of(8L), kept(OTHER)),
                        conflict(SECOND, 4, Optional.of(5L), kept(ONE)),
                        conflict(THIRD, 0, Optional.empty(), Optional.empty()));
        requireNamed(conflict);
    }

    @Test
    default void aConflictOfAMoveNamesBothWriters() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L));
        Driver.on(openOffsets(OTHER)).commit(range(FIRST, 5, 8));

        OffsetConflictException conflict =
                Driver.refused(() -> one.move(FIRST, Move.to(StoredOffset.of(5), StoredOffset.of(0))));

        assertThat(conflict.writer()).isEqualTo(ONE);
        assertThat(conflict.conflicts()).extracting(Conflict::foundWriter).containsExactly(kept(OTHER));
        requireNamed(conflict);
    }

    @Test
    default void aRefusedWriteLeavesTheWritersAsTheyAre() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L, SECOND, 5L));
        Driver other = Driver.on(openOffsets(OTHER));

        other.refused(range(FIRST, 5, 8), range(SECOND, 4, 8));
        Driver.refused(() -> other.move(FIRST, Move.to(StoredOffset.of(4), StoredOffset.of(0))));

        assertThat(writersOf(one)).containsOnly(Map.entry(FIRST, kept(ONE)), Map.entry(SECOND, kept(ONE)));
    }

    @Test
    default void aRemovedEntryIsStoredAgainByItsNewWriter() {
        Driver one = Driver.on(openOffsets(ONE)).startingAt(Map.of(FIRST, 5L));
        one.move(FIRST, Move.removal(StoredOffset.of(5)));

        Driver.on(openOffsets(OTHER)).startingAt(Map.of(FIRST, 0L));

        assertThat(writersOf(one)).containsOnly(Map.entry(FIRST, kept(OTHER)));
    }

    @Test
    default void theLongestNameAndEveryCharacterOfOneAreKept() {
        StringBuilder every = new StringBuilder();
        for (char character = '!'; character <= '~'; character++) {
            every.append(character);
        }
        WriterName characters = new WriterName(every.toString());
        WriterName longest = new WriterName("x".repeat(WriterName.MAX_LENGTH));
        Driver one = Driver.on(openOffsets(characters)).startingAt(Map.of(FIRST, 5L));
        Driver.on(openOffsets(longest)).startingAt(Map.of(SECOND, 5L));

        assertThat(writersOf(one)).containsOnly(Map.entry(FIRST, kept(characters)), Map.entry(SECOND, kept(longest)));
    }

    @Test
    default void writersOfAThousandPartitionsAreKeptApart() {
        Map<TopicPartition, Long> start = new HashMap<>();
        List<PartitionRange> odd = new ArrayList<>();
        for (TopicPartition partition : Samples.partitions(1_000)) {
            start.put(partition, 5L);
            if (partition.partition() % 2 == 1) {
                odd.add(range(partition, 5, 6));
            }
        }
        Driver one = Driver.on(openOffsets(ONE)).startingAt(start);

        Driver.on(openOffsets(OTHER)).commit(odd);

        assertThat(writersOf(one)).allSatisfy((partition, writer) -> assertThat(writer)
                .isEqualTo(kept(partition.partition() % 2 == 1 ? OTHER : ONE)));
    }

    @Test
    default void anIdentityAndAWriterDoNotMix() {
        openOffsets(ONE).initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY)));
        Driver other = Driver.on(openOffsets(OTHER));

        other.commit(range(FIRST, 5, 6));

        assertThat(other.entry(FIRST).identity())
                .isEqualTo(identities() == Kept.KEPT ? Optional.of(IDENTITY) : Optional.empty());
        assertThat(other.entry(FIRST).writer()).isEqualTo(kept(OTHER));
    }

    private Optional<WriterName> kept(WriterName writer) {
        return writers() == Kept.KEPT ? Optional.of(writer) : Optional.empty();
    }

    private void requireNamed(OffsetConflictException conflict) {
        assertThat(conflict).hasMessageContaining(ONE.value());
        if (writers() == Kept.KEPT) {
            assertThat(conflict).hasMessageContaining(OTHER.value());
        }
    }

    private static Conflict conflict(
            TopicPartition partition, long expected, Optional<Long> found, Optional<WriterName> writer) {
        return new Conflict(partition, expected, found, Optional.empty(), Optional.empty(), writer);
    }

    private static Map<TopicPartition, Optional<WriterName>> writersOf(Driver driver) {
        return writers(driver.entries(Samples.TOPIC, Samples.OTHER_TOPIC));
    }

    private static Map<TopicPartition, Optional<WriterName>> writers(Map<TopicPartition, StoredOffset> entries) {
        Map<TopicPartition, Optional<WriterName>> writers = new HashMap<>();
        entries.forEach((partition, entry) -> writers.put(partition, entry.writer()));
        return writers;
    }
}
