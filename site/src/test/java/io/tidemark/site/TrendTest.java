package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.recharge.report.RechargeReport.Minute;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final Instant NOON = Instant.parse("2026-01-01T04:00:00Z");
    private static final PeriodChoice ALL = new PeriodChoice.All();

    @Test
    void missingStepsAreZeros() {
        List<Minute> minutes = List.of(orders("2026-01-01T03:58:00Z"), orders("2026-01-01T04:00:00Z"));

        assertThat(trend(ALL, minutes, NOON.plusSeconds(90), Step.MINUTE))
                .contains("\"start\":\"2026-01-01T11:58+08:00\"", "\"orders\":[2,0,2,0]", "\"succeeded\":[1,0,1,0]");
    }

    @Test
    void hoursAddUpTheirMinutes() {
        List<Minute> minutes =
                List.of(orders("2026-01-01T02:59:00Z"), orders("2026-01-01T03:00:00Z"), orders("2026-01-01T03:59:00Z"));

        assertThat(trend(ALL, minutes, NOON, Step.HOUR)).contains("\"orders\":[2,4,0]", "\"amountFen\":[300,600,0]");
    }

    @Test
    void aMovingPeriodShowsAllItsMinutesEvenWithoutOrders() {
        assertThat(trend(PeriodChoice.named("15m"), List.of(), NOON, Step.MINUTE))
                .contains("\"start\":\"2026-01-01T11:46+08:00\"", "\"orders\":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]");
    }

    @Test
    void noOrdersAtAllAreNoSteps() {
        assertThat(trend(ALL, List.of(), NOON, Step.MINUTE)).contains("\"orders\":[]", "\"clipped\":false");
    }

    @Test
    void anOldLogEndsWithItsLastOrder() {
        List<Minute> minutes = List.of(orders("2025-01-01T00:00:00Z"), orders("2025-01-01T00:01:00Z"));

        assertThat(trend(ALL, minutes, NOON, Step.MINUTE)).contains("\"orders\":[2,2]");
    }

    @Test
    void ordersWithAbsurdStartsDoNotMakeAChartOfAMillionSteps() {
        List<Minute> minutes = List.of(
                orders("1970-01-01T00:00:00Z"),
                orders("2026-01-01T03:59:00Z"),
                orders("2026-01-01T04:00:00Z"),
                orders("2099-01-01T00:00:00Z"));

        assertThat(trend(ALL, minutes, NOON, Step.MINUTE))
                .contains(
                        "\"clipped\":true", "\"start\":\"2026-01-01T11:51+08:00\"", "\"orders\":[0,0,0,0,0,0,0,0,2,2]");
    }

    @Test
    void thisDayEndsWithItsLastMinute() {
        List<Minute> minutes = List.of(orders("2026-01-01T15:57:00Z"));

        assertThat(trend(new PeriodChoice.Today(), minutes, Instant.parse("2026-01-01T15:59:59Z"), Step.MINUTE))
                .contains("\"orders\":[2,0,0]");
    }

    @Test
    void stepsAfterTheLastBatchAreUnknownAndThoseBeforeAreZeros() {
        List<Minute> minutes = List.of(orders("2026-01-01T03:57:00Z"));
        Instant lastBatch = Instant.parse("2026-01-01T03:58:30Z");

        String trend = Trend.of(minutes, Window.of(ALL, minutes, Step.MINUTE, NOON), Step.MINUTE, 10, lastBatch)
                .tree()
                .toString();

        assertThat(trend).contains("\"orders\":[2,0,null,null]", "\"amountFen\":[300,0,null,null]");
    }

    private static Minute orders(String minute) {
        return new Minute(Instant.parse(minute), 2, 1, 300);
    }

    private static String trend(PeriodChoice choice, List<Minute> minutes, Instant now, Step step) {
        return Trend.of(
                        minutes,
                        Window.of(choice, steps(minutes, step), step, now),
                        step,
                        choice instanceof PeriodChoice.Last ? 15 : 10,
                        Instant.MAX)
                .tree()
                .toString();
    }

    /** What a reader of hours gives, from minutes. */
    private static List<Minute> steps(List<Minute> minutes, Step step) {
        long length = step.length().toSeconds();
        return minutes.stream()
                .map(minute -> new Minute(
                        Instant.ofEpochSecond(Math.floorDiv(minute.minute().getEpochSecond(), length) * length),
                        minute.orders(),
                        minute.succeeded(),
                        minute.amountFen()))
                .toList();
    }
}
