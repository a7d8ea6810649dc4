package io.tidemark.recharge.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Period;
import io.tidemark.recharge.deadletter.Rejection;
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

/** The proof must be able to fail: whatever is not as it should be is a problem of its own. */
class VerdictTest {

    private static final TopicPartition P0 = new TopicPartition("log", 0);
    private static final TopicPartition P1 = new TopicPartition("log", 1);
    private static final Instant MINUTE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Gap GAP = new Gap(P0, 5, 9);
    private static final Verdict.Positions ENDS =
            new Verdict.Positions(Map.of(P0, 20L, P1, 20L), Map.of(P0, 20L, P1, 20L), Map.of(P0, 20L, P1, 20L));

    @Test
    void aProofHoldsWhereEverythingIsEqual() {
        Verdict verdict = verdict(report(3, 4), report(3, 4), List.of(GAP), List.of(GAP), ENDS);
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.holds()).isTrue();
        assertThat(Summary.of(verdict)).contains("The proof holds");
    }

    @Test
    void oneOrderTooManyIsNamedInEveryFieldThatHasIt() {
        Verdict verdict = verdict(report(4, 4), report(3, 4), List.of(), List.of(), ENDS);
        assertThat(verdict.problems())
                .contains("overall.orders: 8, not 7", "minutes.2026-01-01T08:00+08:00.orders: 4, not 3");
        assertThat(verdict.doubled()).isEqualTo(1);
        assertThat(verdict.missing()).isZero();
        assertThat(Summary.of(verdict))
                .contains("The proof fails")
                .contains("At least 0 orders were lost and 1 counted twice");
    }

    @Test
    void lossesAndDoublesDoNotMakeUpForEachOther() {
        Verdict verdict = verdict(report(2, 5), report(3, 4), List.of(), List.of(), ENDS);
        assertThat(verdict.missing()).isEqualTo(1);
        assertThat(verdict.doubled()).isEqualTo(1);
        assertThat(verdict.problems()).isNotEmpty().noneMatch(problem -> problem.startsWith("overall.orders"));
    }

    @Test
    void aMissingReceiptIsNamed() {
        assertThat(verdict(report(3, 4), report(3, 4), List.of(GAP), List.of(), ENDS)
                        .problems())
                .containsExactly("lost without a receipt: log-0 from 5 until 9");
    }

    @Test
    void aReceiptOfMoreThanTheGapIsNamedWithTheGap() {
        assertThat(verdict(report(3, 4), report(3, 4), List.of(GAP), List.of(new Gap(P0, 5, 10)), ENDS)
                        .problems())
                .containsExactly(
                        "lost without a receipt: log-0 from 5 until 9",
                        "a receipt of what was not lost: log-0 from 5 until 10");
    }

    @Test
    void aReceiptThatIsThereTwiceIsNamed() {
        assertThat(verdict(report(3, 4), report(3, 4), List.of(GAP), List.of(GAP, GAP), ENDS)
                        .problems())
                .containsExactly("a receipt of what was not lost: log-0 from 5 until 9");
    }

    @Test
    void offsetsThatStandElsewhereThanTheLogsEndAreNamed() {
        Verdict.Positions behind = new Verdict.Positions(ENDS.written(), ENDS.counted(), Map.of(P0, 20L));
        assertThat(verdict(report(3, 4), report(3, 4), List.of(), List.of(), behind)
                        .problems())
                .containsExactly("log-1 is stored up to 0 of 20");
    }

    @Test
    void anIncidentThatDidNotGoAsItShouldFailsTheProof() {
        Verdict verdict = new Verdict(
                List.of(new Incident(2, "job 1 and job 2 at once", "both go on", false)),
                report(3, 4),
                report(3, 4),
                List.of(),
                List.of(),
                Optional.empty(),
                ENDS);
        assertThat(verdict.problems()).containsExactly("in life 2, job 1 and job 2 at once: both go on");
        assertThat(Summary.of(verdict)).contains("NOT AS IT SHOULD BE");
    }

    @Test
    void aRejectedRecordWithoutALetterIsNamedAndSoIsALetterOfARightOne() {
        Rejection right = new Rejection(P0, 3, "malformed");
        Rejection missing = new Rejection(P1, 4, "bad-amount");
        Rejection invented = new Rejection(P1, 5, "bad-amount");
        Rejection takenAfterwards = new Rejection(P0, 7, "malformed");

        LetterCheck letters = new LetterCheck(
                Map.of(right, 2L, invented, 1L, takenAfterwards, 1L), Set.of(right, missing), Set.of(takenAfterwards));

        assertThat(new Verdict(List.of(), report(3, 4), report(3, 4), List.of(), List.of(), Optional.of(letters), ENDS)
                        .problems())
                .containsExactly(
                        "rejected without a letter: log-1 at 4 (bad-amount)",
                        "a letter of what is not rejected: log-1 at 5 (bad-amount)");
        assertThat(letters.repetitions()).isEqualTo(1);
    }

    private static Verdict verdict(
            RechargeReport got, RechargeReport want, List<Gap> gaps, List<Gap> receipts, Verdict.Positions positions) {
        return new Verdict(List.of(), got, want, gaps, receipts, Optional.empty(), positions);
    }

    /** A report of so many orders in a first and in a second minute. */
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
