package io.tidemark.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.Period;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RechargeMetrics;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.report.ReportReader;
import io.tidemark.site.testing.MetricsInMemory;
import io.tidemark.site.testing.Orders;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportReaderTest {

    private static final String EIGHT = "2026-01-01T00:00:00Z";
    private static final String EIGHT_TWO = "2026-01-01T00:02:00Z";
    private static final RegionTable GUANGDONG = RegionTable.preset("guangdong");

    private final MetricsInMemory metrics = new MetricsInMemory();

    @Test
    void aReportOfEverythingAddsUp() {
        write(Orders.succeeded(EIGHT, "755", 3, 1000, 2000));
        write(Orders.failed(EIGHT, "755", 1));
        write(Orders.succeeded(EIGHT_TWO, "200", 2, 5000, 4001));
        write(Orders.ofUnknownDuration(EIGHT_TWO, "200", 1, 3000));
        write(Orders.records(20, 9, RejectReason.BAD_AMOUNT, 4));

        RechargeReport report = read(Period.all());

        assertThat(report.records())
                .isEqualTo(RechargeReport.Records.of(20, 7, 9, Map.of(RejectReason.BAD_AMOUNT, 4L)));
        assertThat(report.records().rejectedByReason().keySet()).containsExactly(RejectReason.values());
        RechargeReport.Overall overall = report.overall();
        assertThat(overall.orders()).isEqualTo(7);
        assertThat(overall.succeeded()).isEqualTo(6);
        assertThat(overall.failed()).isEqualTo(1);
        assertThat(overall.successRate()).contains(new BigDecimal("0.8571"));
        assertThat(overall.amountFen()).isEqualTo(3 * 1000 + 2 * 5000 + 3000);
        assertThat(overall.averageDurationMs()).contains(new BigDecimal("2800.4"));
        assertThat(overall.durationUnknown()).isEqualTo(1);
        assertThat(overall.durationMs())
                .contains(new RechargeReport.Percentiles(around(2000), around(4001), around(4001)));
        assertThat(report.minutes())
                .containsExactly(
                        new RechargeReport.Minute(Instant.parse(EIGHT), 4, 3, 3000),
                        new RechargeReport.Minute(Instant.parse(EIGHT_TWO), 3, 3, 13000));
    }

    @Test
    void aReportOfNothingHoldsEveryRegionAndNoRate() {
        RechargeReport report = read(Period.all());

        assertThat(report.overall())
                .isEqualTo(new RechargeReport.Overall(
                        0, 0, 0, Optional.empty(), 0, Optional.empty(), 0, Optional.empty()));
        assertThat(report.cities()).hasSize(21).allSatisfy(city -> assertThat(city.successRate())
                .isEmpty());
        assertThat(report.topCities()).hasSize(5);
        assertThat(report.minutes()).isEmpty();
        assertThat(report.from()).isEmpty();
    }

    @Test
    void aPeriodBoundsTheOrdersAndNotTheRecords() {
        write(Orders.succeeded(EIGHT, "755", 3, 1000, 2000));
        write(Orders.succeeded(EIGHT_TWO, "200", 2, 5000, 4000));
        write(Orders.records(6, 1, RejectReason.MALFORMED, 0));

        RechargeReport report = read(Period.between(Instant.parse(EIGHT), Instant.parse(EIGHT_TWO)));

        assertThat(report.records()).isEqualTo(RechargeReport.Records.of(6, 5, 1, Map.of()));
        assertThat(report.overall().orders()).isEqualTo(3);
        assertThat(report.minutes()).extracting(RechargeReport.Minute::minute).containsExactly(Instant.parse(EIGHT));
        assertThat(report.to()).contains(Instant.parse(EIGHT_TWO));
    }

    @Test
    void regionsOutsideTheTableAreOtherAndRankWithTheRest() {
        write(Orders.failed(EIGHT, RegionTable.OTHER, 2));
        write(Orders.succeeded(EIGHT, "100", 3, 1000, 5));
        write(Orders.succeeded(EIGHT, "755", 1, 1000, 5));

        RechargeReport report = read(Period.all());

        assertThat(report.cities()).hasSize(22).startsWith(RechargeReport.City.of("other", "其他", 5, 3, 3000));
        assertThat(report.topCities())
                .startsWith(new RechargeReport.TopCity("other", "其他", 5, Optional.of(new BigDecimal("0.6"))));
        assertThat(report.overall().orders()).isEqualTo(6);
    }

    @Test
    void aMetricOfAnotherKindIsRefusedByName() {
        write(List.of(Measurement.of(
                RechargeMetrics.ORDERS,
                Map.of(RechargeMetrics.CITY, "755"),
                Instant.parse(EIGHT),
                new MetricValue.Max(3))));

        assertThatThrownBy(() -> read(Period.all()))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessage("Cannot report metric 'orders' of group 'recharge': expected a sum, found Max");
    }

    @Test
    void oneReadingAnswersEverything() {
        read(Period.all());

        assertThat(metrics.reads()).isEqualTo(1);
    }

    private RechargeReport read(Period period) {
        return new ReportReader(metrics).read(new GroupId("recharge"), GUANGDONG, period);
    }

    private void write(List<Measurement> batch) {
        metrics.write(batch);
    }

    private static long around(long duration) {
        return LogBuckets.valueOf(LogBuckets.bucketOf(duration));
    }
}
