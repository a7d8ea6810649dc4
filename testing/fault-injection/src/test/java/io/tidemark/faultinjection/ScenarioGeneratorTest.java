package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioGeneratorTest {

    private static final long RECORDS = 100_000;

    private static Scenario draw(long seed, int kills, long records) {
        return ScenarioGenerator.draw(Engines.DSTREAMS, seed, kills, records);
    }

    @Test
    void theSameSeedGivesTheSameScenarioAndAnotherSeedAnotherOne() {
        assertThat(draw(7, 20, RECORDS)).isEqualTo(draw(7, 20, RECORDS));
        assertThat(draw(7, 20, RECORDS)).isNotEqualTo(draw(8, 20, RECORDS));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "7", "20", "55"})
    void aScenarioHasItsKillsAndEachKindOfFault(int kills) {
        for (long seed = 0; seed < 50; seed++) {
            Scenario scenario = draw(seed, kills, RECORDS);
            List<Attempt> attempts = scenario.attempts();
            assertThat(scenario.kills()).isEqualTo(kills);
            assertThat(attempts).anyMatch(attempt -> attempt.end() instanceof Termination.FreezeAt);
            assertThat(attempts).anyMatch(attempt -> attempt.end() instanceof Termination.Contest);
            assertThat(attempts.get(attempts.size() - 1).end()).isInstanceOf(Termination.Finish.class);
            Set<Fault> faults = EnumSet.noneOf(Fault.class);
            attempts.forEach(attempt -> faults.addAll(attempt.faults()));
            assertThat(faults).containsExactlyInAnyOrder(Fault.values());
            assertThat(attempts.stream().anyMatch(attempt -> attempt.retention().isPresent()))
                    .isEqualTo(kills > 0);
        }
    }

    @Test
    void manyKillsUseEachFailpoint() {
        Set<FailpointPlace> points = EnumSet.noneOf(FailpointPlace.class);
        draw(3, 20, RECORDS).attempts().stream()
                .filter(attempt -> attempt.end().isKill())
                .flatMap(attempt -> attempt.end().failpoint().stream())
                .forEach(failpoint -> points.add(failpoint.point()));
        assertThat(points).containsExactlyInAnyOrder(FailpointPlace.values());
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "20"})
    void eachAttemptIsPossibleAfterThePreviousOne(int kills) {
        for (long seed = 0; seed < 50; seed++) {
            List<Attempt> attempts = draw(seed, kills, RECORDS).attempts();
            for (int i = 1; i < attempts.size(); i++) {
                Attempt before = attempts.get(i - 1);
                Attempt attempt = attempts.get(i);
                assertThat(attempt.interval()).isNotEqualTo(before.interval());
                if (!before.end().isKill()) {
                    assertThat(attempt.end().failpoint())
                            .as("the job that takes over must continue")
                            .isEmpty();
                    assertThat(attempt.retention()).as("a job is running").isEmpty();
                }
            }
        }
    }

    @Test
    void deletedRecordsAreAllowedUntilAnAttemptHasMovedOverThem() {
        for (long seed = 0; seed < 200; seed++) {
            boolean range = false;
            int deleted = 0;
            for (Attempt attempt : draw(seed, 20, RECORDS).attempts()) {
                range |= attempt.retention().isPresent();
                assertThat(attempt.outOfRange()).isEqualTo(range ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.FAIL);
                deleted += range ? 1 : 0;
                range &= attempt.end() instanceof Termination.KillAfterStart
                        || attempt.end()
                                .failpoint()
                                .map(Failpoint::point)
                                .equals(Optional.of(FailpointPlace.AFTER_MOVE));
            }
            assertThat(deleted).isPositive();
        }
    }

    @Test
    void noRecordIsDeletedBeforeTheFirstCommit() {
        for (long seed = 0; seed < 200; seed++) {
            List<Attempt> attempts = draw(seed, 10, RECORDS).attempts();
            for (int i = 0; i < attempts.size(); i++) {
                if (attempts.get(i).retention().isPresent()) {
                    assertThat(attempts.subList(0, i))
                            .anyMatch(attempt -> attempt.end() instanceof Termination.KillAfterCommit);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4", "10", "20"})
    void aStructuredJobLosesItsCheckpointDirectoryOnceAndGetsAnOutdatedOneOnce(int kills) {
        for (long seed = 0; seed < 50; seed++) {
            List<Attempt> attempts = ScenarioGenerator.draw(Engines.STRUCTURED, seed, kills, RECORDS)
                    .attempts();
            assertThat(attempts).allMatch(attempt -> attempt.engine() == Engine.STRUCTURED);
            assertThat(attempts.get(0).checkpoint()).isEqualTo(CheckpointState.KEPT);
            assertThat(attempts.get(attempts.size() - 1).checkpoint()).isEqualTo(CheckpointState.OUTDATED);
            int lost = 0;
            for (int i = 1; i < attempts.size() - 1; i++) {
                boolean isEmpty = attempts.get(i).checkpoint() == CheckpointState.EMPTY;
                lost += isEmpty && attempts.get(i - 1).end().isKill() ? 1 : 0;
                if (attempts.get(i - 1).end() instanceof Termination.Contest) {
                    assertThat(isEmpty).as("a second driver has its own").isTrue();
                }
            }
            assertThat(lost).isEqualTo(1);
        }
    }

    @Test
    void aMovedGroupChangesItsEngineWithEachAttemptAndStartsWithoutAnOldCheckpoint() {
        List<Attempt> attempts =
                ScenarioGenerator.draw(Engines.ALTERNATING, 1, 5, RECORDS).attempts();
        for (int i = 0; i < attempts.size(); i++) {
            assertThat(attempts.get(i).engine()).isEqualTo(i % 2 == 0 ? Engine.DSTREAMS : Engine.STRUCTURED);
            assertThat(attempts.get(i).checkpoint()).isEqualTo(CheckpointState.EMPTY);
        }
    }
}
