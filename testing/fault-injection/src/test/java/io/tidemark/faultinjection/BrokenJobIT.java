package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.faultinjection.FaultInjectionOptions.Engines;
import io.tidemark.faultinjection.FaultInjectionOptions.Loop;
import io.tidemark.offset.OutOfRangePolicy;
import io.tidemark.recharge.config.RechargeConfig.Engine;
import io.tidemark.recharge.config.RechargeConfig.StoreType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The fault-injection test fails for a job that loses or duplicates records. */
@Tag("release")
class BrokenJobIT {

    private static final long ORDERS = 8_000;
    private static final long SEED = 1;

    @Test
    void theLoopOfTheTutorialsLosesOrdersAndCountsOthersTwice() throws Exception {
        Assessment assessment = new FaultInjectionRun(
                        new FaultInjectionOptions(
                                ORDERS, 4, SEED, StoreType.MYSQL, Loop.TEXTBOOK, Engines.DSTREAMS, Map.of()),
                        new TextbookUnderTest(),
                        BrokenJobIT::ignore)
                .run();
        assertThat(assessment.holds()).isFalse();
        assertThat(assessment.missing()).isPositive();
        assertThat(assessment.doubled()).isPositive();
        assertThat(assessment.problems()).anyMatch(problem -> problem.startsWith("lost without a receipt"));
    }

    @Test
    void theTestFindsAJobThatCountsABatchTwiceAndDiscardsReceipts() throws Exception {
        Scenario scenario = new Scenario(List.of(
                new Attempt(
                        Duration.ofMillis(200),
                        4,
                        Engine.DSTREAMS,
                        CheckpointState.KEPT,
                        Optional.empty(),
                        OutOfRangePolicy.FAIL,
                        List.of(),
                        new Termination.KillAt(new Failpoint(FailpointPlace.AFTER_COMMIT, 2))),
                new Attempt(
                        Duration.ofMillis(300),
                        1,
                        Engine.DSTREAMS,
                        CheckpointState.KEPT,
                        Optional.of(new Retention(1)),
                        OutOfRangePolicy.EARLIEST,
                        List.of(),
                        new Termination.Finish())));
        Assessment assessment = new FaultInjectionRun(
                        new FaultInjectionOptions(
                                2_000, 1, SEED, StoreType.MYSQL, Loop.TIDEMARK, Engines.DSTREAMS, Map.of()),
                        new TidemarkUnderTest(BrokenJob.class),
                        BrokenJobIT::ignore)
                .run(scenario);
        assertThat(assessment.incidents()).allMatch(Incident::asExpected);
        assertThat(assessment.doubled()).isPositive();
        assertThat(assessment.missing()).isZero();
        assertThat(assessment.problems())
                .anyMatch(problem -> problem.startsWith("overall.orders: "))
                .anyMatch(problem -> problem.startsWith("lost without a receipt: recharge-log-"));
    }

    private static void ignore(String line) {}
}
