package io.tidemark.recharge.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import io.tidemark.recharge.prove.ProofOptions.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof in its short form, and that it can fail; {@code bin/recharge prove} is the long one. */
class ProveIT {

    private static final long ORDERS = 8_000;
    private static final long SEED = 1;

    @ParameterizedTest
    @EnumSource
    void theJobCountsEveryRecordOnceThroughKillsConflictsOutagesAndDeletions(StoreType store) throws Exception {
        ProofResult result = Proofs.run(new ProofOptions(ORDERS, 4, SEED, store, Loop.TIDEMARK), ProveIT::ignore);
        assertThat(result.holds()).as(result.text()).isTrue();
        assertThat(result.text())
                .contains("SIGKILL after the sink's write")
                .contains("SIGKILL between the receipts and the sink's move")
                .contains("ended: conflict")
                .containsPattern("Dead letters: [1-9][0-9]* records rejected")
                .contains("The proof holds");
    }

    @Test
    void theLoopOfTheTutorialsLosesOrdersAndCountsOthersTwice() throws Exception {
        Verdict verdict = new Proof(
                        new ProofOptions(ORDERS, 4, SEED, StoreType.MYSQL, Loop.TEXTBOOK),
                        new TextbookSubject(),
                        ProveIT::ignore)
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
                        new ProofOptions(2_000, 1, SEED, StoreType.MYSQL, Loop.TIDEMARK),
                        new TidemarkSubject(BrokenJob.class),
                        ProveIT::ignore)
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
