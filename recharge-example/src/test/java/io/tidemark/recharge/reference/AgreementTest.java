package io.tidemark.recharge.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.CountedReport;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job and the reference implementation count the same, for any log. */
class AgreementTest {

    @ParameterizedTest
    @CsvSource({"guangdong,1,200000", "guangdong,2,1000", "guangdong,3,1", "guangdong,4,0", "cmcc,5,20000"})
    void onGeneratedLogs(String preset, long seed, long orders) throws IOException {
        Both both = new Both(preset);
        new GeneratedLog(seed, preset, orders).forEachLine((bytes, length) -> both.add(Arrays.copyOf(bytes, length)));
        assertThat(both.agreed().records().orders()).isEqualTo(orders);
    }

    @Test
    void onAGeneratedLogOfTheOtherCountry() throws IOException {
        Both both = new Both("cmcc");
        new GeneratedLog(6, "guangdong", 2_000).forEachLine((bytes, length) -> both.add(Arrays.copyOf(bytes, length)));
        both.agreed();
    }

    @ParameterizedTest
    @CsvSource({"guangdong", "cmcc"})
    void onAwkwardRecords(String preset) {
        Both both = new Both(preset);
        AwkwardRecord.all().forEach(record -> both.add(record.bytes()));
        assertThat(both.agreed().records().read()).isGreaterThan(250);
    }

    @Test
    void onDimensionsAndFailureCodes() throws IOException {
        Both both = new Both("guangdong");
        new GeneratedLog(10, "guangdong", 20_000)
                .forEachLine((bytes, length) -> both.add(Arrays.copyOf(bytes, length)));
        both.agreed();
        assertThat(both.counted.by("channel"))
                .containsOnlyKeys("0702", "0703", "0704", "0705", "0706", "6900")
                .isEqualTo(both.reference.by("channel"));
        assertThat(both.counted.by("payer"))
                .containsOnlyKeys("ALIPAY", "CMPAY", "TENPAY", "UNIPAY", "WXPAY")
                .isEqualTo(both.reference.by("payer"));
        assertThat(both.counted.failures()).hasSizeGreaterThan(20).isEqualTo(both.reference.failures());
    }

    private static final class Both {

        private final CountedReport counted;
        private final ReferenceCount reference;

        Both(String preset) {
            counted = new CountedReport(preset);
            reference = new ReferenceCount(ReferenceRules.preset(preset));
        }

        void add(byte[] record) {
            counted.add(record);
            reference.add(record, record.length);
        }

        RechargeReport agreed() {
            RechargeReport report = counted.report();
            assertThat(report).isEqualTo(reference.report("recharge"));
            assertThat(report.records().read())
                    .isEqualTo(report.records().orders()
                            + report.records().ignored()
                            + report.records().rejected());
            return report;
        }
    }
}
