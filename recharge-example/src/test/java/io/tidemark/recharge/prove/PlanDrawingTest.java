package io.tidemark.recharge.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OutOfRangePolicy;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanDrawingTest {

    private static final long RECORDS = 100_000;

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherSeedAnotherOne() {
        assertThat(PlanDrawing.draw(7, 20, RECORDS)).isEqualTo(PlanDrawing.draw(7, 20, RECORDS));
        assertThat(PlanDrawing.draw(7, 20, RECORDS)).isNotEqualTo(PlanDrawing.draw(8, 20, RECORDS));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "7", "20", "55"})
    void aPlanHasItsKillsAndSomeOfEverything(int kills) {
        for (long seed = 0; seed < 50; seed++) {
            Plan plan = PlanDrawing.draw(seed, kills, RECORDS);
            List<Life> lives = plan.lives();
            assertThat(plan.kills()).isEqualTo(kills);
            assertThat(lives).anyMatch(life -> life.end() instanceof End.FreezeAt);
            assertThat(lives).anyMatch(life -> life.end() instanceof End.Contest);
            assertThat(lives.get(lives.size() - 1).end()).isInstanceOf(End.Finish.class);
            Set<Fault> faults = EnumSet.noneOf(Fault.class);
            lives.forEach(life -> faults.addAll(life.faults()));
            assertThat(faults).containsExactlyInAnyOrder(Fault.values());
            assertThat(lives.stream().anyMatch(life -> life.retention().isPresent()))
                    .isEqualTo(kills > 0);
        }
    }

    @Test
    void manyKillsMeetEveryNamedPoint() {
        Set<Point> points = EnumSet.noneOf(Point.class);
        PlanDrawing.draw(3, 20, RECORDS).lives().stream()
                .filter(life -> life.end().isKill())
                .flatMap(life -> life.end().trap().stream())
                .forEach(trap -> points.add(trap.point()));
        assertThat(points).containsExactlyInAnyOrder(Point.values());
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "20"})
    void everyLifeCanBeLivedAfterTheOneBefore(int kills) {
        for (long seed = 0; seed < 50; seed++) {
            List<Life> lives = PlanDrawing.draw(seed, kills, RECORDS).lives();
            for (int i = 1; i < lives.size(); i++) {
                Life before = lives.get(i - 1);
                Life life = lives.get(i);
                assertThat(life.interval()).isNotEqualTo(before.interval());
                if (!before.end().isKill()) {
                    assertThat(life.end().trap())
                            .as("whoever takes over must live on")
                            .isEmpty();
                    assertThat(life.retention()).as("a job is running").isEmpty();
                }
            }
        }
    }

    @Test
    void theGapIsAllowedUntilALifeHasSurelyGotOverIt() {
        for (long seed = 0; seed < 200; seed++) {
            boolean gap = false;
            int gaps = 0;
            for (Life life : PlanDrawing.draw(seed, 20, RECORDS).lives()) {
                gap |= life.retention().isPresent();
                assertThat(life.outOfRange()).isEqualTo(gap ? OutOfRangePolicy.EARLIEST : OutOfRangePolicy.FAIL);
                gaps += gap ? 1 : 0;
                gap &= life.end() instanceof End.KillAfterStart
                        || life.end().trap().map(Trap::point).equals(Optional.of(Point.AFTER_MOVE));
            }
            assertThat(gaps).isPositive();
        }
    }

    @Test
    void nothingIsDeletedBeforeSomethingWasCommitted() {
        for (long seed = 0; seed < 200; seed++) {
            List<Life> lives = PlanDrawing.draw(seed, 10, RECORDS).lives();
            for (int i = 0; i < lives.size(); i++) {
                if (lives.get(i).retention().isPresent()) {
                    assertThat(lives.subList(0, i)).anyMatch(life -> life.end() instanceof End.KillAfterCommit);
                }
            }
        }
    }
}
