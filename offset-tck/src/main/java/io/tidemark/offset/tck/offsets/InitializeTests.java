package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.IDENTITY;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_TOPIC;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.TOPIC;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.Kept;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import io.tidemark.offset.tck.fixture.Samples;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Reading stored entries, and storing first entries.
 *
 * @since 0.1
 */
public interface InitializeTests extends OffsetsFixture {

    @Test
    default void nothingStoredIsReadAsAnEmptyMap() {
        assertThat(openOffsets().load(GROUP)).isEmpty();
    }

    @Test
    default void topicsThatWereNotNamedAreRead() {
        Map<TopicPartition, Long> offsets = Map.of(
                FIRST, 5L, SECOND, 6L, THIRD, 7L, new TopicPartition("_a-b.c", 0), 8L, new TopicPartition("0", 11), 9L);
        Driver.on(openOffsets()).startingAt(offsets);
        Driver driver = Driver.on(openOffsets());
        driver.commit(range(THIRD, 7, 10));

        Map<TopicPartition, Long> expected = new HashMap<>(offsets);
        expected.put(THIRD, 10L);
        assertThat(driver.everything()).isEqualTo(expected);
    }

    @Test
    default void whatOtherGroupsHaveIsNotRead() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        Driver other = new Driver(openOffsets(), OTHER_GROUP).startingAt(Map.of(FIRST, 6L, THIRD, 7L));

        assertThat(driver.everything()).containsOnly(Map.entry(FIRST, 5L));
        assertThat(other.everything()).containsOnly(Map.entry(FIRST, 6L), Map.entry(THIRD, 7L));
    }

    @Test
    default void noTopicIsReadAsAnEmptyMap() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        assertThat(driver.entries()).isEmpty();
    }

    @Test
    default void onlyTheTopicsAskedForAreRead() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, THIRD, 7L));

        assertThat(driver.stored(TOPIC)).containsOnly(Map.entry(FIRST, 5L));
        assertThat(driver.stored(OTHER_TOPIC, "unknown")).containsOnly(Map.entry(THIRD, 7L));
    }

    @Test
    default void whatWasReadDoesNotChangeWithTheStore() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));
        Map<TopicPartition, StoredOffset> read = driver.store().load(GROUP);

        driver.startingAt(Map.of(SECOND, 1L));
        driver.commit(range(FIRST, 5, 6));

        assertThat(read).containsOnlyKeys(FIRST);
        assertThat(read.get(FIRST)).extracting(StoredOffset::offset).isEqualTo(5L);
    }

    @Test
    default void whatOneDriverStoresAnotherReads() {
        Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        assertThat(Driver.on(openOffsets()).stored()).containsOnly(Map.entry(FIRST, 5L));
    }

    @Test
    default void initializeStoresWhatIsAbsentAndReturnsIt() {
        OffsetStore store = openOffsets();

        var governing = store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5), THIRD, StoredOffset.of(0)));

        assertThat(governing).containsOnlyKeys(FIRST, THIRD);
        assertThat(governing.get(FIRST)).extracting(StoredOffset::offset).isEqualTo(5L);
        assertThat(governing.get(THIRD)).extracting(StoredOffset::offset).isEqualTo(0L);
        assertThat(governing).isEqualTo(store.load(GROUP, Set.of(TOPIC, OTHER_TOPIC)));
    }

    @Test
    default void initializeLeavesWhatIsThereAndReturnsWhatGoverns() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L));

        var governing =
                driver.store().initialize(GROUP, Map.of(FIRST, StoredOffset.of(99), SECOND, StoredOffset.of(7)));

        assertThat(governing).containsOnlyKeys(FIRST, SECOND);
        assertThat(governing.get(FIRST)).extracting(StoredOffset::offset).isEqualTo(5L);
        assertThat(governing.get(SECOND)).extracting(StoredOffset::offset).isEqualTo(7L);
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 7L));
        assertThat(governing).isEqualTo(driver.entries(TOPIC));
    }

    @Test
    default void initializeReturnsOnlyWhatItWasAskedFor() {
        Driver driver = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        assertThat(driver.store().initialize(GROUP, Map.of(SECOND, StoredOffset.of(1))))
                .containsOnlyKeys(SECOND);
    }

    @Test
    default void initializeOfNothingStoresNothing() {
        Driver driver = Driver.on(openOffsets());

        assertThat(driver.store().initialize(GROUP, Map.of())).isEmpty();
        assertThat(driver.stored()).isEmpty();
    }

    @Test
    default void initializeInOneGroupLeavesOtherGroupsAsTheyAre() {
        OffsetStore store = openOffsets();
        Driver other = new Driver(store, OTHER_GROUP).startingAt(Map.of(FIRST, 3L));

        Driver driver = Driver.on(store).startingAt(Map.of(FIRST, 5L, SECOND, 6L));

        assertThat(other.stored()).containsOnly(Map.entry(FIRST, 3L));
        assertThat(driver.stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 6L));
    }

    @Test
    default void initializeReachesAThousandPartitions() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Samples.partitions(1_000).forEach(partition -> offsets.put(partition, 10L + partition.partition()));

        Driver driver = Driver.on(openOffsets()).startingAt(offsets);

        assertThat(driver.stored()).isEqualTo(offsets);
    }

    @Test
    default void offsetsUpToTheLargestLongAreStored() {
        Driver driver = Driver.on(openOffsets())
                .startingAt(Map.of(FIRST, Long.MAX_VALUE, SECOND, Integer.MAX_VALUE + 1L, THIRD, (1L << 53) + 1));

        assertThat(driver.stored())
                .containsOnly(
                        Map.entry(FIRST, Long.MAX_VALUE),
                        Map.entry(SECOND, Integer.MAX_VALUE + 1L),
                        Map.entry(THIRD, (1L << 53) + 1));
    }

    @Test
    default void partitionNumbersUpToTheLargestAreToldApart() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (int number : new int[] {0, 255, 256, 1_023, 32_767, 32_768, 65_535, 65_536, Integer.MAX_VALUE}) {
            offsets.put(new TopicPartition(TOPIC, number), 1L + number);
        }

        Driver driver = Driver.on(openOffsets()).startingAt(offsets);

        assertThat(driver.stored()).isEqualTo(offsets);
    }

    @Test
    default void theIdentityGivenFirstIsKeptWhereIdentitiesAre() {
        OffsetStore store = openOffsets();

        var governing =
                store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5, IDENTITY), SECOND, StoredOffset.of(6)));

        Driver driver = Driver.on(store);
        assertThat(driver.entry(FIRST).identity())
                .isEqualTo(identities() == Kept.KEPT ? Optional.of(IDENTITY) : Optional.empty());
        assertThat(driver.entry(SECOND).identity()).isEmpty();
        assertThat(governing).isEqualTo(driver.entries(TOPIC));
    }

    @Test
    default void theTimeOfAnEntryIsTheStoresOwnWhereTimesAreKept() {
        OffsetStore store = openOffsets();
        Instant foreign = Instant.parse("1999-12-31T23:59:59Z");

        store.initialize(GROUP, Map.of(FIRST, new StoredOffset(5, Optional.empty(), Optional.of(foreign))));

        Driver driver = Driver.on(store);
        Optional<Instant> first = driver.entry(FIRST).storedAt();
        driver.commit(range(FIRST, 5, 6));
        Optional<Instant> second = driver.entry(FIRST).storedAt();
        if (times() == Kept.KEPT) {
            assertThat(first).get().isNotEqualTo(foreign);
            assertThat(second).get().satisfies(time -> assertThat(time).isAfterOrEqualTo(first.orElseThrow()));
        } else {
            assertThat(first).isEmpty();
            assertThat(second).isEmpty();
        }
    }
}
