package io.tidemark.faultinjection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.deadletter.Rejection;
import io.tidemark.metrics.Period;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The test must be able to fail: each difference is reported as a problem of its own. */
class AssessmentTest {

    private static final TopicPartition P0 = new TopicPartition("log", 0);
    private static final TopicPartition P1 = new TopicPartition("log", 1);
    private static final Instant MINUTE = Instant.parse("2026-01-01T00:00:00Z");
    private static final DeletedRange GAP = new DeletedRange(P0, 5, 9);
    private static final Assessment.Positions ENDS =
            new Assessment.Positions(Map.of(P0, 20L, P1, 20L), Map.of(P0, 20L, P1, 20L), Map.of(P0, 20L, P1, 20L));

    @Test
    void theTestPassesIfEverythingIsEqual() {
        Assessment assessment = assessment(report(3, 4), report(3, 4), List.of(GAP), List.of(GAP), ENDS);
        assertThat(assessment.problems()).isEmpty();
        assertThat(assessment.holds()).isTrue();
        assertThat(Summary.of(assessment)).contains("The test passes");
    }

    @Test
    void oneOrderTooManyIsNamedInEveryFieldThatHasIt() {
        Assessment assessment = assessment(report(4, 4), report(3, 4), List.of(), List.of(), ENDS);
        assertThat(assessment.problems())
                .contains("overall.orders: 8, not 7", "minutes.2026-01-01T08:00+08:00.orders: 4, not 3");
        assertThat(assessment.doubled()).isEqualTo(1);
        assertThat(assessment.missing()).isZero();
        assertThat(Summary.of(assessment))
                .contains("The test fails")
                .contains("At least 0 orders were lost and 1 counted twice");
    }

    @Test
    void lossesAndDuplicatesDoNotCancelEachOther() {
        Assessment assessment = assessment(report(2, 5), report(3, 4), List.of(), List.of(), ENDS);
        assertThat(assessment.missing()).isEqualTo(1);
        assertThat(assessment.doubled()).isEqualTo(1);
        assertThat(assessment.problems()).isNotEmpty().noneMatch(problem -> problem.startsWith("overall.orders"));
    }

    @Test
    void aMissingReceiptIsNamed() {
        assertThat(assessment(report(3, 4), report(3, 4), List.of(GAP), List.of(), ENDS)
                        .problems())
                .containsExactly("lost without a receipt: log-0 from 5 until 9");
    }

    @Test
    void aReceiptOfMoreThanTheDeletedRangeIsNamedWithTheRange() {
        assertThat(assessment(report(3, 4), report(3, 4), List.of(GAP), List.of(new DeletedRange(P0, 5, 10)), ENDS)
                        .problems())
                .containsExactly(
                        "lost without a receipt: log-0 from 5 until 9",
                        "a receipt of records that were not lost: log-0 from 5 until 10");
    }

    @Test
    void aReceiptThatIsThereTwiceIsNamed() {
        assertThat(assessment(report(3, 4), report(3, 4), List.of(GAP), List.of(GAP, GAP), ENDS)
                        .problems())
                .containsExactly("a receipt of records that were not lost: log-0 from 5 until 9");
    }

    @Test
    void offsetsBeforeTheEndOfTheLogAreNamed() {
        Assessment.Positions behind = new Assessment.Positions(ENDS.written(), ENDS.counted(), Map.of(P0, 20L));
        assertThat(assessment(report(3, 4), report(3, 4), List.of(), List.of(), behind)
                        .problems())
                .containsExactly("log-1 is stored up to 0 of 20");
    }

    @Test
    void anUnexpectedResultFailsTheTest() {
        Assessment assessment = new Assessment(
                List.of(new Incident(2, "job 1 and job 2 at the same time", "both continue", false)),
                report(3, 4),
                report(3, 4),
                List.of(),
                List.of(),
                Optional.empty(),
                ENDS);
        assertThat(assessment.problems())
                .containsExactly("in attempt 2, job 1 and job 2 at the same time: both continue");
        assertThat(Summary.of(assessment)).contains("UNEXPECTED");
    }

    @Test
    void aRejectedRecordWithoutADeadLetterRecordIsNamedAndSoIsADeadLetterRecordOfAValidOne() {
        Rejection right = new Rejection(P0, 3, "malformed");
        Rejection missing = new Rejection(P1, 4, "bad-amount");
        Rejection invented = new Rejection(P1, 5, "bad-amount");
        Rejection deletedLater = new Rejection(P0, 7, "malformed");

        DeadLetterCheck letters = new DeadLetterCheck(
                Map.of(right, 2L, invented, 1L, deletedLater, 1L), Set.of(right, missing), Set.of(deletedLater));

        assertThat(new Assessment(
                                List.of(), report(3, 4), report(3, 4), List.of(), List.of(), Optional.of(letters), ENDS)
                        .problems())
                .containsExactly(
                        "rejected without a dead-letter record: log-1 at 4 (bad-amount)",
                        "a dead-letter record of a valid record: log-1 at 5 (bad-amount)");
        assertThat(letters.repetitions()).isEqualTo(1);
    }

    private static Assessment assessment(
            RechargeReport got,
            RechargeReport want,
            List<DeletedRange> deleted,
            List<DeletedRange> receipts,
            Assessment.Positions positions) {
        return new Assessment(List.of(), got, want, deleted, receipts, Optional.empty(), positions);
    }

    /** A report of orders in a first and in a second minute. */
    private static RechargeReport report(long first, long second) {
        return RechargeReport.of(
                "recharge",
                Period.all(),
                RechargeReport.Records.of(first + second, first + second, 0, Map.<RejectReason, Long>of()),
                RechargeReport.Overall.of(first + second, first + second, 100, 0, first + second, new TreeMap<>()),
                List.of(RechargeReport.City.of("200", "广州市", first + second, first + second, 100)),
                List.of(
                        new RechargeReport.Minute(MINUTE, first, first, 50),
                        new RechargeReport.Minute(MINUTE.plusSeconds(60), second, second, 50)));
    }
}
