package io.tidemark.recharge.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.testing.AwkwardRecord;
import io.tidemark.recharge.testing.CountedReport;
import io.tidemark.recharge.testing.Mutation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Records that a disk, a network or an attacker has spoilt: cut, flipped, spliced, nested deep, blown up. None stops
 * the parser, each is one of orders, ignored and rejected, and the reference implementation says the same of every
 * single one.
 *
 * <p>{@code -Dtidemark.mutants=1000000} makes a million of them, {@code -Dtidemark.seed=…} others.
 */
class MutatedRecordsTest {

    private static final int USUAL = 200_000;
    private static final int TOGETHER = 2_500;
    private static final int LONGEST_ORIGINAL = 2_000;

    private final long seed = Long.getLong("tidemark.seed", 8);
    private final int count = Integer.getInteger("tidemark.mutants", USUAL);
    private final List<byte[]> originals = new ArrayList<>();

    @Test
    void noneStopsTheParserAndBothReadingsAgree() throws IOException {
        System.out.println("Mutated records: " + count + " of seed " + seed);
        new GeneratedLog(7, "guangdong", 300)
                .forEachLine((bytes, length) -> originals.add(Arrays.copyOf(bytes, length)));
        AwkwardRecord.all().stream()
                .map(AwkwardRecord::bytes)
                .filter(record -> record.length < LONGEST_ORIGINAL)
                .forEach(originals::add);
        Random random = new Random(seed);
        RechargeReport.Records seen = RechargeReport.Records.of(0, 0, 0, Map.of());
        for (int made = 0; made < count; made += TOGETHER) {
            seen = sum(seen, agreed(Math.min(TOGETHER, count - made), random));
        }
        assertThat(seen.read()).isEqualTo(count);
        assertThat(seen.read()).isEqualTo(seen.orders() + seen.ignored() + seen.rejected());
        // all kinds of mutants occur
        assertThat(seen.orders()).isGreaterThan(count / 20);
        assertThat(seen.ignored()).isGreaterThan(count / 50);
        seen.rejectedByReason()
                .forEach((reason, rejected) ->
                        assertThat(rejected).as(reason.code()).isPositive());
    }

    private RechargeReport.Records agreed(int mutants, Random random) {
        CountedReport counted = new CountedReport("guangdong");
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));
        List<byte[]> made = new ArrayList<>();
        for (int i = 0; i < mutants; i++) {
            byte[] mutant = Mutation.of(originals, random);
            made.add(mutant);
            counted.add(mutant);
            reference.add(mutant, mutant.length);
        }
        RechargeReport report = counted.report();
        if (!report.equals(reference.report("recharge"))) {
            made.forEach(this::agreeOnOne);
        }
        assertThat(report).isEqualTo(reference.report("recharge"));
        return report.records();
    }

    private void agreeOnOne(byte[] record) {
        CountedReport counted = new CountedReport("guangdong");
        ReferenceCount reference = new ReferenceCount(ReferenceRules.preset("guangdong"));
        counted.add(record);
        reference.add(record, record.length);
        assertThat(counted.report())
                .as(
                        "seed %s: %s = %s",
                        seed,
                        new String(record, StandardCharsets.UTF_8),
                        HexFormat.of().formatHex(record))
                .isEqualTo(reference.report("recharge"));
    }

    private static RechargeReport.Records sum(RechargeReport.Records one, RechargeReport.Records other) {
        EnumMap<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
        one.rejectedByReason()
                .forEach((reason, count) ->
                        rejected.put(reason, count + other.rejectedByReason().getOrDefault(reason, 0L)));
        return RechargeReport.Records.of(
                one.read() + other.read(), one.orders() + other.orders(), one.ignored() + other.ignored(), rejected);
    }
}
