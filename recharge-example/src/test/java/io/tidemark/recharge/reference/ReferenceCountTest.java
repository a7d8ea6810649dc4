package io.tidemark.recharge.reference;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.TestRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceCountTest {

    private final ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));

    static Stream<AwkwardRecord> awkwardRecords() {
        return AwkwardRecord.all().stream();
    }

    @ParameterizedTest
    @MethodSource("awkwardRecords")
    void anAwkwardRecordIsWhatItIs(AwkwardRecord record) {
        reference.add(record.bytes(), record.bytes().length);
        RechargeReport.Records records = reference.report("recharge").records();
        assertThat(records.read()).isEqualTo(1);
        assertThat(records.orders()).isEqualTo(record.verdict().equals("order") ? 1 : 0);
        assertThat(records.ignored()).isEqualTo(record.verdict().equals("ignored") ? 1 : 0);
        records.rejectedByReason().forEach((reason, count) -> assertThat(count)
                .as(reason.code())
                .isEqualTo(record.verdict().equals(reason.code()) ? 1 : 0));
    }

    @Test
    void aLogByHandLeadsToTheReportByHand() throws IOException {
        addLines(
                order().json(),
                order().withText("cityCode", "200").withText("chargefee", "1").json(),
                order().withText("bussinessRst", "2998").json(),
                order().without("receiveNotifyTime").json(),
                order().withText("cityCode", "999")
                        .withText("requestId", "20260101080059999")
                        .json(),
                order().withText("requestId", "20260101080100000").json(),
                "{\"serviceName\":\"makeNewOrder\"}",
                "x");
        RechargeReport report = reference.report("some-group");
        assertThat(report.group()).isEqualTo("some-group");
        assertThat(report.records())
                .hasToString(
                        "Records[read=8, orders=6, ignored=1, rejected=1, rejectedByReason={MALFORMED=1, NO_SERVICE=0, BAD_RESULT=0, "
                                + "BAD_AMOUNT=0, BAD_START=0, BAD_REGION=0}]");
        RechargeReport.Overall overall = report.overall();
        assertThat(overall.orders()).isEqualTo(6);
        assertThat(overall.succeeded()).isEqualTo(5);
        assertThat(overall.failed()).isEqualTo(1);
        assertThat(overall.successRate()).hasToString("Optional[0.8333]");
        assertThat(overall.amountFen()).isEqualTo(20_001);
        // of two orders the end is before the start, of one it is missing
        assertThat(overall.durationUnknown()).isEqualTo(3);
        assertThat(overall.averageDurationMs()).hasToString("Optional[17480.0]");
        assertThat(report.cities()).hasSize(22);
        assertThat(report.topCities())
                .extracting(RechargeReport.TopCity::code)
                .containsExactly("755", "200", "other", "660", "662");
        assertThat(report.cities().get(0))
                .hasToString(
                        "City[code=755, name=深圳市, orders=4, succeeded=3, failed=1, successRate=Optional[0.7500], amountFen=15000]");
        assertThat(report.minutes()).hasSize(2);
        assertThat(report.minutes().get(0))
                .hasToString("Minute[minute=2026-01-01T00:00:00Z, orders=5, succeeded=4, amountFen=15001]");
    }

    @Test
    void nothingLeadsToAReportOfZeros() {
        RechargeReport report = reference.report("recharge");
        assertThat(report.overall().successRate()).isEmpty();
        assertThat(report.overall().averageDurationMs()).isEmpty();
        assertThat(report.overall().durationMs()).isEmpty();
        assertThat(report.cities()).hasSize(21).allSatisfy(city -> assertThat(city.orders())
                .isZero());
        assertThat(report.minutes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "'':0",
                "\\n:0",
                "\\r\\n\\n \\t\\n:0",
                "{}:1",
                "{}\\n:1",
                "{}\\r\\n{}\\r\\n:2",
                "\\n\\n{}\\n\\n{}:2",
                "{}\\n :1",
                "{} {}\\n:1",
                "BOM{}\\n{}:2",
                "BOM:0",
                "BOM\\n:0"
            },
            delimiter = ':')
    void blankLinesAreNoRecords(String log, int records) throws IOException {
        addBytes(log.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("BOM", "\uFEFF"));
        assertThat(reference.report("recharge").records().read()).isEqualTo(records);
    }

    @Test
    void theTopFiveAreByOrdersThenSuccessThenCode() throws IOException {
        TestRecord failed = order().withText("bussinessRst", "1");
        addLines(
                order().withText("cityCode", "757").json(),
                failed.withText("cityCode", "757").json(),
                order().withText("cityCode", "763").json(),
                order().withText("cityCode", "763").json(),
                order().withText("cityCode", "662").json(),
                order().withText("cityCode", "662").json(),
                failed.withText("cityCode", "755").json(),
                failed.withText("cityCode", "755").json(),
                failed.withText("cityCode", "755").json());
        assertThat(reference.report("recharge").topCities())
                .extracting(RechargeReport.TopCity::code)
                .containsExactly("755", "662", "763", "757", "200");
    }

    @Test
    void aLineMayBeLong() throws IOException {
        addBytes("\n" + order().withText("retMsg", "x".repeat(3_000_000)).json() + "\n" + order().json());
        assertThat(reference.report("recharge").records().orders()).isEqualTo(2);
    }

    private void addLines(String... lines) throws IOException {
        addBytes(String.join("\n", lines) + "\n");
    }

    private void addBytes(String log) throws IOException {
        reference.addLines(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)));
    }
}
