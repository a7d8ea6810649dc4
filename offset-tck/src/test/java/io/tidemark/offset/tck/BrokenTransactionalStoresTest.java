package io.tidemark.offset.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.offset.tck.offsets.TransactionalTests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of transactional stores must fail for every store that violates it. */
class BrokenTransactionalStoresTest {

    private static final Map<String, ContractRun> RUNS = new HashMap<>();
    private static final Broken SOUND = new Broken("nothing", InMemoryTransactionalStore::new, Set.of());

    static Stream<Broken> brokenStores() {
        return Stream.of(
                new Broken(
                        "WorksBeforeItChecks",
                        WorksBeforeItChecks::new,
                        Set.of("theWorkOfADriverThatWasOvertakenDoesNotRun")),
                new Broken(
                        "CommitsTheOffsetsFirst",
                        CommitsTheOffsetsFirst::new,
                        Set.of(
                                "whatTheWorkThrowsReachesTheCallerAndNothingIsApplied",
                                "anUncheckedExceptionOfTheWorkAppliesNothing",
                                "anErrorOfTheWorkAppliesNothing",
                                "afterWorkThatFailedTheSameStoreGoesOn")),
                new Broken(
                        "WritesOutsideOfTheTransaction",
                        WritesOutsideOfTheTransaction::new,
                        Set.of("whatTheWorkThrowsReachesTheCallerAndNothingIsApplied")),
                new Broken("WorksTwice", WorksTwice::new, Set.of("theWorkRunsOnce")),
                new Broken(
                        "WrapsWhatTheWorkThrows",
                        WrapsWhatTheWorkThrows::new,
                        Set.of("whatTheWorkThrowsReachesTheCallerAndNothingIsApplied")),
                new Broken(
                        "WorksWithoutALock", WorksWithoutALock::new, Set.of("racingDriversDoTheWorkOfEveryRangeOnce")),
                new Broken(
                        "ForgetsTheOffsets",
                        ForgetsTheOffsets::new,
                        Set.of("theWorkAndTheOffsetsAreAppliedTogether", "workThatWritesNothingMovesTheOffsets")));
    }

    @AfterAll
    static void forgetRuns() {
        RUNS.clear();
    }

    @ParameterizedTest
    @MethodSource("brokenStores")
    void aBrokenStoreFailsTheTestThatGuardsAgainstIt(Broken broken) {
        assertThat(run(broken).failed()).containsAll(broken.caughtBy());
    }

    @Test
    void everyTestOfTheContractIsFailedBySomeBrokenStore() {
        assertThat(run(SOUND).failed()).isEmpty();
        assertThat(run(SOUND).skipped()).isEmpty();
        Set<String> neverFailed = new TreeSet<>(run(SOUND).passed());
        assertThat(neverFailed).hasSizeGreaterThan(8);

        brokenStores().forEach(broken -> neverFailed.removeAll(run(broken).failed()));

        assertThat(neverFailed).isEmpty();
    }

    private static ContractRun run(Broken broken) {
        return RUNS.computeIfAbsent(broken.name(), name -> {
            BrokenContract.UNDER_TEST.set(broken.store());
            try {
                return ContractRun.of(BrokenContract.class);
            } finally {
                BrokenContract.UNDER_TEST.remove();
            }
        });
    }

    /** Runs the contract on the current thread's store, without the tests that it shares with other stores. */
    static class BrokenContract implements TransactionalTests<List<String>> {

        static final ThreadLocal<Supplier<InMemoryTransactionalStore>> UNDER_TEST = new ThreadLocal<>();

        private final InMemoryTransactionalStore store = UNDER_TEST.get().get();

        @Override
        public TransactionalOffsetStore<List<String>> openTransactional() {
            return store;
        }

        @Override
        public void writeJobRow(List<String> connection, String row) {
            connection.add(row);
        }

        @Override
        public List<String> committedJobRows() {
            return store.rows();
        }
    }

    /**
     * A store that violates the contract.
     *
     * @param name its behaviour
     * @param store creates the store of a test
     * @param caughtBy tests that must fail
     */
    record Broken(String name, Supplier<InMemoryTransactionalStore> store, Set<String> caughtBy) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static class WorksBeforeItChecks extends InMemoryTransactionalStore {
        @Override
        public synchronized <X extends Exception> void commitWith(
                OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            List<String> written = new ArrayList<>();
            work.run(written);
            sound.commit(commit);
            rows.addAll(written);
        }
    }

    private static class CommitsTheOffsetsFirst extends InMemoryTransactionalStore {
        @Override
        public synchronized <X extends Exception> void commitWith(
                OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            sound.commit(commit);
            List<String> written = new ArrayList<>();
            work.run(written);
            rows.addAll(written);
        }
    }

    private static class WritesOutsideOfTheTransaction extends InMemoryTransactionalStore {
        @Override
        public synchronized <X extends Exception> void commitWith(
                OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
            work.run(rows);
            sound.commit(commit);
        }
    }

    private static class WorksTwice extends InMemoryTransactionalStore {
        @Override
        public synchronized <X extends Exception> void commitWith(
                OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            super.commitWith(commit, connection -> {
                work.run(new ArrayList<>());
                work.run(connection);
            });
        }
    }

    private static class WrapsWhatTheWorkThrows extends InMemoryTransactionalStore {
        @Override
        public synchronized <X extends Exception> void commitWith(
                OffsetCommit commit, Work<? super List<String>, X> work) {
            super.commitWith(commit, connection -> {
                try {
                    work.run(connection);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private static class WorksWithoutALock extends InMemoryTransactionalStore {
        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public <X extends Exception> void commitWith(OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
            List<String> written = new ArrayList<>();
            work.run(written);
            synchronized (this) {
                rows.addAll(written);
            }
            LockSupport.parkNanos(100_000);
            sound.commit(commit);
        }
    }

    private static class ForgetsTheOffsets extends InMemoryTransactionalStore {
        @Override
        public synchronized <X extends Exception> void commitWith(
                OffsetCommit commit, Work<? super List<String>, X> work) throws X {
            commit.requireStored(sound.load(commit.group(), commit.topics()));
            List<String> written = new ArrayList<>();
            work.run(written);
            rows.addAll(written);
        }
    }
}
