package io.tidemark.recharge.reference;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.ReportJson;
import io.tidemark.recharge.testing.CountedReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected results of unusual orders, computed by hand, for the job and for the reference implementation. */
class AwkwardValuesTest {

    /** City, minute in Shanghai, orders, succeeded, fen, duration (or unknown, or none). */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                // the ordinary one
                "{} -> 755 2026-01-01T08:00 1 1 5000 17480",
                // key order, nesting, duplicates: the last one counts, also before deeper ones of its name
                "{'z':{'chargefee':'1','cityCode':['200']},'chargefee':'7'} -> 755 2026-01-01T08:00 1 1 7 17480",
                "{'chargefee':'7','chargefee':'8'} -> 755 2026-01-01T08:00 1 1 8 17480",
                "{'\\u0063hargefee':'9'} -> 755 2026-01-01T08:00 1 1 9 17480",
                "{'cityCode':'660','\\u0063\\u0069tyCode':'2\\u0030\\u0030'} -> 200 2026-01-01T08:00 1 1 5000 17480",
                "{'cityCode':{'cityCode':'200'},'cityCode':'200'} -> 200 2026-01-01T08:00 1 1 5000 17480",
                // the largest plausible amount, as text and as number
                "{'chargefee':'100000000'} -> 755 2026-01-01T08:00 1 1 100000000 17480",
                "{'chargefee':100000000} -> 755 2026-01-01T08:00 1 1 100000000 17480",
                "{'chargefee':'000000000000000001'} -> 755 2026-01-01T08:00 1 1 1 17480",
                "{'chargefee':0} -> 755 2026-01-01T08:00 1 1 0 17480",
                // numbers instead of texts
                "{'bussinessRst':0} -> 755 2026-01-01T08:00 1 0 0 none",
                "{'bussinessRst':0.0} -> 755 2026-01-01T08:00 1 0 0 none",
                "{'bussinessRst':-0} -> 755 2026-01-01T08:00 1 0 0 none",
                "{'bussinessRst':1e3} -> 755 2026-01-01T08:00 1 0 0 none",
                "{'cityCode':200} -> 200 2026-01-01T08:00 1 1 5000 17480",
                "{'requestId':20260101080000123456} -> 755 2026-01-01T08:00 1 1 5000 17480",
                "{'requestId':20260101080000123.75} -> 755 2026-01-01T08:00 1 1 5000 17480",
                "{'requestId':20260101080000123e9} -> 755 2026-01-01T08:00 1 1 5000 17480",
                "{'receiveNotifyTime':20260101080000124} -> 755 2026-01-01T08:00 1 1 5000 1",
                "{'receiveNotifyTime':2.0260101080000124e16} -> 755 2026-01-01T08:00 1 1 5000 unknown",
                // the order is counted in the minute of its start, however late it is logged
                "{'requestId':'20251231235959999','receiveNotifyTime':'20260101000000000'}"
                        + " -> 755 2025-12-31T23:59 1 1 5000 1",
                "{'requestId':'20240229120000000','receiveNotifyTime':'20240301120000000'}"
                        + " -> 755 2024-02-29T12:00 1 1 5000 86400000",
                "{'requestId':'20240229120000000','receiveNotifyTime':'20240301120000001'}"
                        + " -> 755 2024-02-29T12:00 1 1 5000 unknown",
                "{'receiveNotifyTime':'99991231235959999'} -> 755 2026-01-01T08:00 1 1 5000 unknown",
                "{'receiveNotifyTime':'20260230080000000'} -> 755 2026-01-01T08:00 1 1 5000 unknown",
                "{'receiveNotifyTime':'20251231080000000'} -> 755 2026-01-01T08:00 1 1 5000 unknown",
                "{'receiveNotifyTime':'20260101080000122'} -> 755 2026-01-01T08:00 1 1 5000 unknown",
                "{'receiveNotifyTime':'20260101080000123'} -> 755 2026-01-01T08:00 1 1 5000 0",
                "{'receiveNotifyTime':null} -> 755 2026-01-01T08:00 1 1 5000 unknown",
                "{'receiveNotifyTime':'x','bussinessRst':'2998'} -> 755 2026-01-01T08:00 1 0 0 none",
                // the first and the last plausible start
                "{'requestId':'20000101000000000','receiveNotifyTime':'20000101000001000'}"
                        + " -> 755 2000-01-01T00:00 1 1 5000 1000",
                "{'requestId':'20991231235959999','receiveNotifyTime':'21000101000000000'}"
                        + " -> 755 2099-12-31T23:59 1 1 5000 1",
                // other spellings
                "{'requestId':null,'RequestId':'20260101090000000'} -> 755 2026-01-01T09:00 1 1 5000 unknown",
                "{'requestId':'','RequestId':'20260101070000000'} -> 755 2026-01-01T07:00 1 1 5000 3617603",
                "{'RequestId':'20260101090000000'} -> 755 2026-01-01T08:00 1 1 5000 17480",
                "{'requestid':'20260101090000000'} -> 755 2026-01-01T08:00 1 1 5000 17480",
                // unknown regions, and one that only looks similar
                "{'cityCode':'0755'} -> other 2026-01-01T08:00 1 1 5000 17480",
                "{'cityCode':'999999'} -> other 2026-01-01T08:00 1 1 5000 17480",
                "{'cityCode':'20'} -> other 2026-01-01T08:00 1 1 5000 17480",
                // texts other than the expected ones
                "{'bussinessRst':' 0000'} -> 755 2026-01-01T08:00 1 0 0 none",
                "{'bussinessRst':'0000\\u0000'} -> 755 2026-01-01T08:00 1 0 0 none",
                "{'bussinessRst':'\\u0030\\u0030\\u0030\\u0030'} -> 755 2026-01-01T08:00 1 1 5000 17480",
                "{'bussinessRst':'成功'} -> 755 2026-01-01T08:00 1 0 0 none"
            })
    void anOrderComesToWhatAHandWorksOut(String changes, String byHand) {
        byte[] record = changed(changes);
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));
        reference.add(record, record.length);
        CountedReport counted = new CountedReport("guangdong");
        counted.add(record);
        assertThat(inShort(counted.report())).as("job").isEqualTo(byHand);
        assertThat(inShort(reference.report("recharge"))).as("reference").isEqualTo(byHand);
    }

    @Test
    void aThousandLateNoticesInAnyOrderCountInTheirMinutes() {
        CountedReport counted = new CountedReport("guangdong");
        for (int i = 999; i >= 0; i--) {
            String start = String.format("202601010%d%02d00000", i * 7 % 10, i % 60);
            counted.add(order().withText("requestId", start)
                    .withText("receiveNotifyTime", "20260102000000000")
                    .bytes());
        }
        RechargeReport report = counted.report();
        assertThat(report.overall().orders()).isEqualTo(1_000);
        assertThat(report.overall().durationUnknown()).isZero();
        assertThat(report.minutes().stream()
                        .map(RechargeReport.Minute::orders)
                        .collect(Collectors.summingLong(Long::longValue)))
                .isEqualTo(1_000);
        assertThat(report.minutes())
                .isSortedAccordingTo((one, other) -> one.minute().compareTo(other.minute()));
    }

    /** The changed fields come after all others, in the given order. */
    private static byte[] changed(String changes) {
        String json = order().json();
        String more = changes.replace('\'', '"').substring(1);
        String record = more.equals("}") ? json : json.substring(0, json.length() - 1) + "," + more;
        return record.getBytes(StandardCharsets.UTF_8);
    }

    private static String inShort(RechargeReport report) {
        assertThat(report.records().read()).isEqualTo(1);
        assertThat(report.records().rejected()).as(report.records().toString()).isZero();
        RechargeReport.Overall overall = report.overall();
        List<String> parts = new ArrayList<>();
        report.cities().stream().filter(city -> city.orders() > 0).forEach(city -> parts.add(city.code()));
        report.minutes()
                .forEach(minute ->
                        parts.add(ReportJson.minute(minute.minute()).asText().replaceFirst("[+].*", "")));
        parts.add(String.valueOf(overall.orders()));
        parts.add(String.valueOf(overall.succeeded()));
        parts.add(String.valueOf(overall.amountFen()));
        parts.add(
                overall.durationUnknown() == 1
                        ? "unknown"
                        : overall.averageDurationMs()
                                .map(average -> average.toBigInteger().toString())
                                .orElse("none"));
        return String.join(" ", parts);
    }
}
