package io.tidemark.recharge.recount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.CountedReport;
import io.tidemark.site.report.RechargeReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the job counts and what the recount counts are the same, on whatever log. */
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
    void onMutatedRecords() throws IOException {
        List<byte[]> originals = new ArrayList<>();
        new GeneratedLog(7, "guangdong", 300)
                .forEachLine((bytes, length) -> originals.add(Arrays.copyOf(bytes, length)));
        AwkwardRecord.all().stream()
                .map(AwkwardRecord::bytes)
                .filter(record -> record.length < 2_000)
                .forEach(originals::add);
        Random random = new Random(8);
        for (int round = 0; round < 40; round++) {
            Both both = new Both("guangdong");
            List<byte[]> mutants = new ArrayList<>();
            for (int i = 0; i < 2_500; i++) {
                byte[] mutant = Mutation.of(originals, random);
                mutants.add(mutant);
                both.add(mutant);
            }
            if (!both.agree()) {
                mutants.forEach(AgreementTest::agreeOnOne);
            }
            both.agreed();
        }
    }

    private static void agreeOnOne(byte[] record) {
        Both both = new Both("guangdong");
        both.add(record);
        assertThat(both.counted.report())
                .as(new String(record, StandardCharsets.UTF_8))
                .isEqualTo(both.recounted.report("recharge"));
    }

    private static final class Both {

        private final CountedReport counted;
        private final Recount recounted;

        Both(String preset) {
            counted = new CountedReport(preset);
            recounted = new Recount(RecountRules.preset(preset));
        }

        void add(byte[] record) {
            counted.add(record);
            recounted.add(record, record.length);
        }

        boolean agree() {
            return counted.report().equals(recounted.report("recharge"));
        }

        RechargeReport agreed() {
            RechargeReport report = counted.report();
            assertThat(report).isEqualTo(recounted.report("recharge"));
            assertThat(report.records().read())
                    .isEqualTo(report.records().orders()
                            + report.records().ignored()
                            + report.records().rejected());
            return report;
        }
    }
}
