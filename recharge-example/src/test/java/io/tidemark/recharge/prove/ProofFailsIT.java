package io.tidemark.recharge.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.prove.ProofOptions.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The proof does not hold for a job that loses or repeats. */
class ProofFailsIT {

    private static final long ORDERS = 8_000;
    private static final long SEED = 1;

    @Test
    void theLoopOfTheTutorialsLosesOrdersAndCountsOthersTwice() throws Exception {
        Verdict verdict = new Proof(
                        new ProofOptions(ORDERS, 4, SEED, StoreType.MYSQL, Loop.TEXTBOOK, Map.of()),
                        new TextbookSubject(),
                        ProofFailsIT::ignore)
                .run();
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.missing()).isPositive();
        assertThat(verdict.doubled()).isPositive();
        assertThat(verdict.problems()).anyMatch(problem -> problem.startsWith("lost without a receipt"));
    }

    @Test
    void aJobThatCountsABatchTwiceAndThrowsReceiptsAwayIsFoundOut() throws Exception {
        Plan plan = new Plan(List.of(
                new Life(
                        Duration.ofMillis(200),
                        4,
                        Optional.empty(),
                        OutOfRangePolicy.FAIL,
                        List.of(),
                        new End.KillAt(new Trap(Point.AFTER_COMMIT, 2))),
                new Life(
                        Duration.ofMillis(300),
                        1,
                        Optional.of(new Retention(1)),
                        OutOfRangePolicy.EARLIEST,
                        List.of(),
                        new End.Finish())));
        Verdict verdict = new Proof(
                        new ProofOptions(2_000, 1, SEED, StoreType.MYSQL, Loop.TIDEMARK, Map.of()),
                        new TidemarkSubject(BrokenJob.class),
                        ProofFailsIT::ignore)
                .run(plan);
        assertThat(verdict.incidents()).allMatch(Incident::asExpected);
        assertThat(verdict.doubled()).isPositive();
        assertThat(verdict.missing()).isZero();
        assertThat(verdict.problems())
                .anyMatch(problem -> problem.startsWith("overall.orders: "))
                .anyMatch(problem -> problem.startsWith("lost without a receipt: recharge-log-"));
    }

    private static void ignore(String line) {}
}
