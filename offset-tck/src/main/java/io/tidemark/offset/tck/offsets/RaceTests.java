package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Racers.DRIVERS;
import static io.tidemark.offset.tck.fixture.Racers.GOAL;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.THIRD;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.OffsetsFixture;
import io.tidemark.offset.tck.fixture.Racers;
import io.tidemark.offset.tck.fixture.Samples;
import io.tidemark.offset.tck.fixture.Stall;
import io.tidemark.offset.tck.fixture.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Several drivers at the same time, each with its own store on the same data.
 *
 * @since 0.1
 */
public interface RaceTests extends OffsetsFixture {

    @Test
    default void racingCommitsFormAChainWithoutGapOrOverlap() {
        List<TopicPartition> partitions = List.of(FIRST, SECOND, THIRD);
        Driver observer = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 0L, SECOND, 0L, THIRD, 0L));
        List<Callable<List<PartitionRange>>> drivers = new ArrayList<>();
        for (int number = 0; number < DRIVERS; number++) {
            Driver driver = Driver.on(openOffsets());
            Random random = new Random(number);
            drivers.add(() -> commitUntilTheGoal(driver, partitions, random));
        }

        List<PartitionRange> applied =
                Racers.race(drivers).stream().flatMap(Collection::stream).toList();

        Map<TopicPartition, Long> stored = observer.stored();
        for (TopicPartition partition : partitions) {
            assertChain(partition, applied, stored.getOrDefault(partition, -1L));
        }
    }

    @Test
    default void racingMovesAndCommitsFormAChain() {
        Driver observer = Driver.on(openOffsets()).startingAt(Map.of(FIRST, 0L));
        List<Callable<List<PartitionRange>>> drivers = new ArrayList<>();
        for (int number = 0; number < DRIVERS; number++) {
            Driver driver = Driver.on(openOffsets());
            boolean mover = number % 2 == 0;
            drivers.add(() -> {
                List<PartitionRange> applied = new ArrayList<>();
                Stall stall = new Stall();
                for (long from = at(driver, FIRST); from < GOAL; from = at(driver, FIRST)) {
                    stall.check(from);
                    PartitionRange next = range(FIRST, from, from + 2);
                    StoredOffset end = StoredOffset.of(next.until());
                    Move move = Move.to(StoredOffset.of(from), end);
                    if (applied(() -> {
                        if (mover) {
                            driver.move(FIRST, move);
                        } else {
                            driver.commit(next);
                        }
                    })) {
                        applied.add(next);
                    }
                }
                return applied;
            });
        }

        List<PartitionRange> applied =
                Racers.race(drivers).stream().flatMap(Collection::stream).toList();

        assertChain(FIRST, applied, at(observer, FIRST));
    }

    @Test
    default void racingFirstOffsetsAreStoredOnce() {
        for (int round = 0; round < 10; round++) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int number = 0; number < 20; number++) {
                partitions.add(new TopicPartition("round-" + round, number));
            }
            List<Callable<Map<TopicPartition, StoredOffset>>> drivers = new ArrayList<>();
            for (int number = 0; number < DRIVERS; number++) {
                Driver driver = Driver.on(openOffsets());
                Map<TopicPartition, StoredOffset> own = firstOffsets(partitions, number);
                drivers.add(() -> driver.store().initialize(GROUP, own));
            }

            Set<Map<TopicPartition, StoredOffset>> answers = new HashSet<>(Racers.race(drivers));

            assertThat(answers).as("what governs, as the drivers were told").hasSize(1);
            assertThat(answers).containsExactly(Driver.on(openOffsets()).entries("round-" + round));
        }
    }

    @Test
    default void nobodyReadsHalfACommit() {
        List<TopicPartition> partitions = new ArrayList<>(Samples.partitions(10));
        partitions.addAll(List.of(THIRD, new TopicPartition(THIRD.topic(), 1)));
        Driver writer = Driver.on(openOffsets()).startingAt(all(partitions, 0));
        Watch watch = new Watch();
        List<Callable<List<Map<TopicPartition, Long>>>> tasks = new ArrayList<>();
        tasks.add(watch.writing(from -> writer.commit(partitions.stream()
                .map(partition -> range(partition, from, from + 1))
                .toList())));
        for (int number = 0; number < Watch.READERS; number++) {
            Driver reader = Driver.on(openOffsets());
            List<Map<TopicPartition, Long>> torn = new ArrayList<>();
            tasks.add(watch.reading(torn, () -> {
                Map<TopicPartition, Long> read = reader.stored();
                if (!read.equals(all(partitions, read.getOrDefault(FIRST, -1L)))) {
                    torn.add(read);
                }
            }));
        }

        List<List<Map<TopicPartition, Long>>> torn = Racers.race(tasks);

        assertThat(torn).as("what was read of half-written commits").allSatisfy(read -> assertThat(read)
                .isEmpty());
        assertThat(writer.stored()).isEqualTo(all(partitions, at(writer, FIRST)));
    }

    private static List<PartitionRange> commitUntilTheGoal(
            Driver driver, List<TopicPartition> partitions, Random random) {
        List<PartitionRange> applied = new ArrayList<>();
        Stall stall = new Stall();
        while (true) {
            Map<TopicPartition, Long> stored = driver.stored();
            stall.check(stored);
            if (stored.values().stream().allMatch(offset -> offset >= GOAL)) {
                return applied;
            }
            List<TopicPartition> chosen = new ArrayList<>(partitions);
            Collections.shuffle(chosen, random);
            List<PartitionRange> ranges = chosen.subList(0, 2).stream()
                    .map(partition -> {
                        long from = stored.getOrDefault(partition, -1L);
                        return range(partition, from, from + 1 + random.nextInt(3));
                    })
                    .toList();
            if (applied(() -> driver.commit(ranges))) {
                applied.addAll(ranges);
            }
        }
    }

    private static boolean applied(Runnable write) {
        try {
            write.run();
            return true;
        } catch (OffsetConflictException lost) {
            return false;
        }
    }

    private static long at(Driver driver, TopicPartition partition) {
        return driver.stored().getOrDefault(partition, -1L);
    }

    private static void assertChain(TopicPartition partition, List<PartitionRange> applied, long end) {
        List<PartitionRange> own = applied.stream()
                .filter(range -> range.partition().equals(partition))
                .sorted(Comparator.comparingLong(PartitionRange::from).thenComparingLong(PartitionRange::until))
                .toList();
        long expected = 0;
        for (PartitionRange range : own) {
            assertThat(range.from())
                    .as("the start of the range after %s; all accepted ranges: %s", expected, own)
                    .isEqualTo(expected);
            expected = range.until();
        }
        assertThat(end).as("the stored offset of %s after %s", partition, own).isEqualTo(expected);
    }

    private static Map<TopicPartition, Long> all(Collection<TopicPartition> partitions, long offset) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, offset));
        return offsets;
    }

    private static Map<TopicPartition, StoredOffset> firstOffsets(List<TopicPartition> partitions, int driver) {
        Map<TopicPartition, StoredOffset> offsets = new HashMap<>();
        partitions.forEach(
                partition -> offsets.put(partition, StoredOffset.of(1_000L * driver + partition.partition())));
        return offsets;
    }
}
