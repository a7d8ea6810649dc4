package io.tidemark.offset.tck.offsets;

import static io.tidemark.offset.tck.fixture.Racers.DRIVERS;
import static io.tidemark.offset.tck.fixture.Racers.GOAL;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.GROUP;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.Racers;
import io.tidemark.offset.tck.fixture.Samples;
import io.tidemark.offset.tck.fixture.Stall;
import io.tidemark.offset.tck.fixture.TransactionalFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * A job's rows and its offsets in one transaction: both, or neither.
 *
 * @since 0.1
 */
public interface TransactionalTests<C> extends TransactionalFixture<C> {

    @Test
    default void theWorkAndTheOffsetsAreAppliedTogether() throws Exception {
        TransactionalOffsetStore<C> store = prepared();

        store.<Exception>commitWith(commit(range(FIRST, 5, 8), range(SECOND, 5, 9)), connection -> {
            writeJobRow(connection, "one");
            writeJobRow(connection, "two");
        });

        assertThat(committedJobRows()).containsExactlyInAnyOrder("one", "two");
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 8L), Map.entry(SECOND, 9L));
    }

    @Test
    default void workThatWritesNothingMovesTheOffsets() {
        TransactionalOffsetStore<C> store = prepared();

        store.commitWith(commit(range(FIRST, 5, 8)), connection -> {});

        assertThat(committedJobRows()).isEmpty();
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 8L), Map.entry(SECOND, 5L));
    }

    @Test
    default void theWorkRunsOnce() {
        AtomicInteger runs = new AtomicInteger();

        prepared().commitWith(commit(range(FIRST, 5, 8)), connection -> runs.incrementAndGet());

        assertThat(runs).hasValue(1);
    }

    @Test
    default void theWorkOfADriverThatWasOvertakenDoesNotRun() {
        TransactionalOffsetStore<C> store = prepared();
        AtomicInteger runs = new AtomicInteger();

        Driver.refused(() -> store.commitWith(
                commit(range(FIRST, 4, 8), range(SECOND, 5, 9)), connection -> runs.incrementAndGet()));
        Driver.refused(() -> store.commitWith(
                commit(range(FIRST, 5, 8), range(Samples.THIRD, 0, 9)), connection -> runs.incrementAndGet()));

        assertThat(runs).hasValue(0);
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 5L));
    }

    @Test
    default void whatTheWorkThrowsReachesTheCallerAndNothingIsApplied() {
        TransactionalOffsetStore<C> store = prepared();
        Exception checked = new Exception("the job's own");

        Throwable thrown = catchThrowable(() -> store.<Exception>commitWith(commit(range(FIRST, 5, 8)), connection -> {
            writeJobRow(connection, "lost");
            throw checked;
        }));

        assertThat(thrown).isSameAs(checked);
        assertThat(committedJobRows()).isEmpty();
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 5L));
    }

    @Test
    default void anUncheckedExceptionOfTheWorkAppliesNothing() {
        TransactionalOffsetStore<C> store = prepared();
        RuntimeException unchecked = new IllegalStateException("the job's own");

        Throwable thrown = catchThrowable(() -> store.<Exception>commitWith(commit(range(FIRST, 5, 8)), connection -> {
            writeJobRow(connection, "lost");
            throw unchecked;
        }));

        assertThat(thrown).isSameAs(unchecked);
        assertThat(committedJobRows()).isEmpty();
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 5L));
    }

    @Test
    default void anErrorOfTheWorkAppliesNothing() {
        TransactionalOffsetStore<C> store = prepared();
        Error error = new AssertionError("the job's own");

        Throwable thrown = catchThrowable(() -> store.<Exception>commitWith(commit(range(FIRST, 5, 8)), connection -> {
            writeJobRow(connection, "lost");
            throw error;
        }));

        assertThat(thrown).isSameAs(error);
        assertThat(committedJobRows()).isEmpty();
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 5L), Map.entry(SECOND, 5L));
    }

    @Test
    default void afterWorkThatFailedTheSameStoreGoesOn() throws Exception {
        TransactionalOffsetStore<C> store = prepared();
        assertThatThrownBy(() -> store.commitWith(commit(range(FIRST, 5, 8)), connection -> {
                    throw new IllegalStateException("the job's own");
                }))
                .isExactlyInstanceOf(IllegalStateException.class);

        store.<Exception>commitWith(commit(range(FIRST, 5, 8)), connection -> writeJobRow(connection, "again"));

        assertThat(committedJobRows()).containsExactly("again");
        assertThat(Driver.on(store).stored()).containsOnly(Map.entry(FIRST, 8L), Map.entry(SECOND, 5L));
    }

    @Test
    default void racingDriversDoTheWorkOfEveryRangeOnce() {
        TransactionalOffsetStore<C> observer = prepared();
        List<Callable<List<String>>> drivers = new ArrayList<>();
        for (int number = 0; number < DRIVERS; number++) {
            TransactionalOffsetStore<C> store = openTransactional();
            drivers.add(() -> workUntilTheGoal(store));
        }

        List<String> applied =
                Racers.race(drivers).stream().flatMap(List::stream).toList();

        List<String> expected = new ArrayList<>();
        long end = Driver.on(observer).stored().getOrDefault(FIRST, -1L);
        for (long from = 5; from < end; from++) {
            expected.add("offset " + from);
        }
        assertThat(committedJobRows()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(applied).containsExactlyInAnyOrderElementsOf(expected);
    }

    private List<String> workUntilTheGoal(TransactionalOffsetStore<C> store) throws Exception {
        List<String> applied = new ArrayList<>();
        Stall stall = new Stall();
        while (true) {
            Map<TopicPartition, Long> stored = Driver.on(store).stored();
            stall.check(stored);
            long from = stored.getOrDefault(FIRST, -1L);
            if (from >= GOAL) {
                return applied;
            }
            String row = "offset " + from;
            OffsetCommit commit =
                    commit(range(FIRST, from, from + 1), range(SECOND, stored.getOrDefault(SECOND, -1L), GOAL));
            try {
                store.<Exception>commitWith(commit, connection -> writeJobRow(connection, row));
                applied.add(row);
            } catch (OffsetConflictException lost) {
                // another driver was faster: read again
            }
        }
    }

    private TransactionalOffsetStore<C> prepared() {
        TransactionalOffsetStore<C> store = openTransactional();
        Driver.on(store).startingAt(Map.of(FIRST, 5L, SECOND, 5L));
        return store;
    }

    private static OffsetCommit commit(PartitionRange... ranges) {
        return new OffsetCommit(GROUP, List.of(ranges));
    }
}
