package io.tidemark.recharge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Period;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportJsonTest {

    private static final Instant EIGHT = Instant.parse("2026-01-01T00:00:00Z");

    private static final RechargeReport SMALL = RechargeReport.of(
            "recharge",
            Period.between(EIGHT, EIGHT.plusSeconds(86_400)),
            RechargeReport.Records.of(12, 4, 5, Map.of(RejectReason.MALFORMED, 1L, RejectReason.BAD_REGION, 2L)),
            RechargeReport.Overall.of(4, 2, 3000, 3, 0, new TreeMap<>(Map.of(LogBuckets.bucketOf(1), 2L))),
            List.of(
                    RechargeReport.City.of("200", "广\"州\"市", 0, 0, 0),
                    RechargeReport.City.of("755", "深圳市", 4, 2, 3000)),
            List.of(
                    new RechargeReport.Minute(EIGHT.plusSeconds(60), 3, 1, 1000),
                    new RechargeReport.Minute(EIGHT, 1, 1, 2000)));

    @Test
    void theFormIsTheOneThatIsDocumented() {
        assertThat(ReportJson.write(SMALL)).isEqualTo("""
                        {
                          "group": "recharge",
                          "from": "2026-01-01T08:00+08:00",
                          "to": "2026-01-02T08:00+08:00",
                          "records": {"read":12,"orders":4,"ignored":5,"rejected":3,"rejectedByReason":{"malformed":1,"no-service":0,"bad-result":0,"bad-amount":0,"bad-start":0,"bad-region":2}},
                          "overall": {"orders":4,"succeeded":2,"failed":2,"successRate":0.5000,"amountFen":3000,"averageDurationMs":1.5,"durationUnknown":0,"durationMs":{"p50":1,"p95":1,"p99":1}},
                          "cities": [
                            {"code":"755","name":"深圳市","orders":4,"succeeded":2,"failed":2,"successRate":0.5000,"amountFen":3000},
                            {"code":"200","name":"广\\"州\\"市","orders":0,"succeeded":0,"failed":0,"successRate":null,"amountFen":0}
                          ],
                          "topCities": [
                            {"code":"755","name":"深圳市","orders":4,"successRate":0.5000},
                            {"code":"200","name":"广\\"州\\"市","orders":0,"successRate":null}
                          ],
                          "minutes": [
                            {"minute":"2026-01-01T08:00+08:00","orders":1,"succeeded":1,"amountFen":2000},
                            {"minute":"2026-01-01T08:01+08:00","orders":3,"succeeded":1,"amountFen":1000}
                          ]
                        }
                        """);
    }

    @Test
    void whatWasWrittenIsReadBackEqual() {
        assertThat(ReportJson.read(ReportJson.write(SMALL))).isEqualTo(SMALL);
    }

    @Test
    void aReportOfNothingHasNullsAndIsReadBackEqual() {
        RechargeReport nothing = RechargeReport.of(
                "recharge",
                Period.all(),
                RechargeReport.Records.of(0, 0, 0, Map.of()),
                RechargeReport.Overall.of(0, 0, 0, 0, 0, new TreeMap<>()),
                List.of(),
                List.of());

        String json = ReportJson.write(nothing);

        assertThat(json)
                .contains("\"from\": null")
                .contains("\"successRate\":null")
                .contains("\"averageDurationMs\":null")
                .contains("\"durationMs\":null")
                .contains("\"minutes\": []");
        assertThat(ReportJson.read(json)).isEqualTo(nothing);
    }

    @Test
    void whatIsNoReportIsRefusedWithTheReason() {
        assertThatThrownBy(() -> ReportJson.read("{\"group\": \"recharge\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot read the report: ")
                .hasMessageContaining("from");
        assertThatThrownBy(() -> ReportJson.read("no json")).hasMessageStartingWith("Cannot read the report: ");
        assertThatThrownBy(() -> ReportJson.read(ReportJson.write(SMALL).replace("\"ignored\":5", "\"ignored\":5.5")))
                .hasMessage("Cannot read the report: 'ignored' is 5.5, not an integer");
    }
}
