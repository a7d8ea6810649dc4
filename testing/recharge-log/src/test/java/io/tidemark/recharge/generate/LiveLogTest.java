package io.tidemark.recharge.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.recharge.reference.ReferenceCount;
import io.tidemark.recharge.reference.ReferenceRules;
import io.tidemark.recharge.report.RechargeReport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveLogTest {

    private static final Instant NOW = Instant.parse("2026-03-15T04:30:12.345Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void theSameSeedAndClockGiveTheSameRecords() {
        assertThat(records(new LiveLog(1, "guangdong", CLOCK), 2_000))
                .isEqualTo(records(new LiveLog(1, "guangdong", CLOCK), 2_000))
                .isNotEqualTo(records(new LiveLog(2, "guangdong", CLOCK), 2_000));
    }

    @Test
    void ordersBeganSecondsToMinutesBeforeTheClock() {
        RechargeReport report = reference(new LiveLog(1, "guangdong", CLOCK), 50_000);
        assertThat(report.minutes())
                .allSatisfy(minute -> assertThat(minute.minute()).isBetween(NOW.minusSeconds(46 * 60), NOW));
        assertThat(report.minutes()).hasSizeGreaterThan(10);
        assertThat(report.overall().durationMs().orElseThrow().p50()).isBetween(8_000L, 20_000L);
    }

    @Test
    void everyRecordIsLoggedByTheClock() {
        List<String> logged = records(new LiveLog(1, "guangdong", CLOCK), 5_000).stream()
                .filter(record -> record.contains("\"logOutTime\":\"20260315123012345\""))
                .toList();
        // except for lines that are truncated before it, or are not records
        assertThat(logged).hasSizeGreaterThan(4_970);
    }

    @Test
    void itHoldsWhatAGeneratedLogHolds() {
        RechargeReport report = reference(new LiveLog(1, "cmcc", CLOCK), 60_000);
        assertThat(report.records().rejectedByReason())
                .allSatisfy(
                        (reason, count) -> assertThat(count).as(reason.code()).isPositive());
        assertThat(report.records().orders() / 60_000.0).isCloseTo(0.65, within(0.05));
        assertThat(report.cities()).hasSize(32).allSatisfy(city -> assertThat(city.orders())
                .isPositive());
    }

    private static List<String> records(LiveLog log, int count) {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(log.hasNext()).isTrue();
            records.add(new String(log.next(), StandardCharsets.UTF_8));
        }
        return records;
    }

    private static RechargeReport reference(LiveLog log, int count) {
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("cmcc"));
        for (int i = 0; i < count; i++) {
            byte[] record = log.next();
            reference.add(record, record.length);
        }
        return reference.report("recharge");
    }
}
