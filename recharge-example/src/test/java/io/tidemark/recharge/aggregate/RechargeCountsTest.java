package io.tidemark.recharge.aggregate;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.LogBuckets;
import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricTime;
import io.tidemark.metrics.MetricValue;
import io.tidemark.recharge.generate.GeneratedLog;
import io.tidemark.recharge.record.ParsedRecord;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.region.RegionTable;
import io.tidemark.recharge.report.RejectReason;
import io.tidemark.recharge.testing.Serialized;
import io.tidemark.recharge.testing.TestRecord;
import io.tidemark.recharge.testing.WideRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RechargeCountsTest {

    private static final Instant MINUTE = Instant.parse("2026-01-01T00:00:00Z");
    private static final MetricTime HOUR = MetricTime.hour(MINUTE);
    private static final Map<String, String> SHENZHEN = Map.of("city", "755");

    private final TagDictionary dictionary = WideRules.guangdong();
    private final RecordParser parser = new RecordParser(dictionary);
    private final RechargeCounts counts = new RechargeCounts(dictionary.regions());

    @Test
    void ordersCountInTheMinuteAndCityOfTheirStart() {
        add(order(), order().withText("bussinessRst", "2998"), order().without("receiveNotifyTime"));
        assertThat(counts.measurements(dictionary.regions()))
                .filteredOn(measurement -> !measurement.name().startsWith("channel.")
                        && !measurement.name().startsWith("payer."))
                .containsExactlyInAnyOrder(
                        Measurement.of(
                                "failed", Map.of("city", "755", "result", "2998"), MINUTE, new MetricValue.Sum(1)),
                        Measurement.timeless("records.read", Map.of(), new MetricValue.Sum(3)),
                        Measurement.of("orders", SHENZHEN, MINUTE, new MetricValue.Sum(3)),
                        Measurement.of("succeeded", SHENZHEN, MINUTE, new MetricValue.Sum(2)),
                        Measurement.of("amount", SHENZHEN, MINUTE, new MetricValue.Sum(10_000)),
                        Measurement.of("duration.sum", SHENZHEN, MINUTE, new MetricValue.Sum(17_480)),
                        Measurement.of("duration.unknown", SHENZHEN, MINUTE, new MetricValue.Sum(1)),
                        Measurement.of("duration", Map.of(), MINUTE, durations(17_480)),
                        Measurement.of("duration.hourly", SHENZHEN, HOUR, durations(17_480)));
    }

    @Test
    void ordersCountByEachDimensionToo() {
        Map<String, String> mobile = Map.of("channel", "6900");
        Map<String, String> nobody = Map.of("payer", "none");
        add(order(), order().withText("bussinessRst", "2998"));
        assertThat(counts.measurements(dictionary.regions()))
                .contains(
                        Measurement.of("channel.orders", mobile, MINUTE, new MetricValue.Sum(2)),
                        Measurement.of("channel.succeeded", mobile, MINUTE, new MetricValue.Sum(1)),
                        Measurement.of("channel.amount", mobile, MINUTE, new MetricValue.Sum(5_000)),
                        Measurement.of("channel.duration.sum", mobile, MINUTE, new MetricValue.Sum(17_480)),
                        Measurement.of("payer.orders", nobody, MINUTE, new MetricValue.Sum(2)));
    }

    @Test
    void ordersOfTwoParsersAreNotCountedAsOne() {
        add(order());
        ParsedRecord other = new RecordParser(dictionary).parse(order().bytes());
        assertThatThrownBy(() -> counts.add(other)).hasMessageStartingWith("Cannot count orders of several parsers");
    }

    @Test
    void recordsThatAreNoOrdersCountInNoMinute() {
        add(
                order().withText("serviceName", "x"),
                order().withText("chargefee", "-1"),
                order().withText("chargefee", "x"));
        counts.add(parser.parse("x".getBytes(StandardCharsets.UTF_8)));
        assertThat(counts.measurements(dictionary.regions()))
                .containsExactlyInAnyOrder(
                        Measurement.timeless("records.read", Map.of(), new MetricValue.Sum(4)),
                        Measurement.timeless("records.ignored", Map.of(), new MetricValue.Sum(1)),
                        Measurement.timeless(
                                "records.rejected", Map.of("reason", "bad-amount"), new MetricValue.Sum(2)),
                        Measurement.timeless(
                                "records.rejected", Map.of("reason", "malformed"), new MetricValue.Sum(1)));
        assertThat(counts.read()).isEqualTo(4);
        assertThat(counts.ignored()).isEqualTo(1);
        assertThat(counts.rejected(RejectReason.BAD_AMOUNT)).isEqualTo(2);
        assertThat(counts.rejected(RejectReason.BAD_START)).isZero();
    }

    @Test
    void nothingCountedIsNothingMeasured() {
        assertThat(counts.measurements(dictionary.regions())).isEmpty();
    }

    @Test
    void aDurationOfZeroIsCounted() {
        add(order().withText("receiveNotifyTime", "20260101080000123"));
        assertThat(counts.measurements(dictionary.regions()))
                .contains(Measurement.of("duration", Map.of(), MINUTE, durations(0)))
                .extracting(Measurement::name)
                .doesNotContain("duration.sum", "duration.unknown");
    }

    @Test
    void durationsCountByTheMinuteForAllAndByTheHourForACity() {
        add(
                order(),
                order().withText("requestId", "20260101085900000").withText("receiveNotifyTime", "20260101085902000"),
                order().withText("requestId", "20260101085900000")
                        .withText("receiveNotifyTime", "20260101085903000")
                        .withText("cityCode", "200"));
        assertThat(counts.measurements(dictionary.regions()))
                .filteredOn(measurement -> measurement.value() instanceof MetricValue.Histogram)
                .containsExactlyInAnyOrder(
                        Measurement.of("duration", Map.of(), MINUTE, durations(17_480)),
                        Measurement.of(
                                "duration", Map.of(), Instant.parse("2026-01-01T00:59:00Z"), durations(2_000, 3_000)),
                        Measurement.of("duration.hourly", SHENZHEN, HOUR, durations(2_000, 17_480)),
                        Measurement.of("duration.hourly", Map.of("city", "200"), HOUR, durations(3_000)));
    }

    @Test
    void durationsFromBeforeTheEpochCountInTheirHour() {
        add(order().withText("requestId", "19691231225959999").withText("receiveNotifyTime", "19691231230000999"));
        assertThat(counts.measurements(dictionary.regions()))
                .contains(Measurement.of("duration", Map.of(), Instant.parse("1969-12-31T14:59:00Z"), durations(1_000)))
                .contains(Measurement.of(
                        "duration.hourly",
                        SHENZHEN,
                        MetricTime.hour(Instant.parse("1969-12-31T14:00:00Z")),
                        durations(1_000)));
    }

    @Test
    void anOrderFromBeforeTheEpochCountsInItsMinute() {
        add(order().withText("requestId", "19691231235959999"), order().withText("requestId", "00000101000000000"));
        assertThat(counts.measurements(dictionary.regions()))
                .contains(Measurement.of(
                        "orders", SHENZHEN, Instant.parse("1969-12-31T15:59:00Z"), new MetricValue.Sum(1)))
                .contains(Measurement.of(
                        "orders", SHENZHEN, Instant.parse("-0001-12-31T15:54:00Z"), new MetricValue.Sum(1)));
    }

    @Test
    void mergedPartsMeasureWhatTheWholeMeasures() throws IOException {
        RechargeCounts[] parts = new RechargeCounts[7];
        Arrays.setAll(parts, i -> new RechargeCounts(dictionary.regions()));
        int[] line = new int[1];
        new GeneratedLog(9, "guangdong", 20_000).forEachLine((bytes, length) -> {
            byte[] record = Arrays.copyOf(bytes, length);
            counts.add(parser.parse(record));
            parts[line[0]++ % parts.length].add(parser.parse(record));
        });
        RechargeCounts merged = new RechargeCounts(dictionary.regions());
        for (RechargeCounts part : parts) {
            merged.merge(Serialized.copy(part));
        }
        assertThat(new HashSet<>(merged.measurements(dictionary.regions())))
                .isEqualTo(new HashSet<>(counts.measurements(dictionary.regions())));
        assertThat(merged.read()).isEqualTo(line[0]);
    }

    @Test
    void theCountsOfAMinuteAreFewBytes() throws IOException {
        String[] digits = {"0", "1", "2", "3"};
        int[] line = new int[1];
        for (int i = 0; i < 5_000; i++) {
            add(order().withText("requestId", "202601010" + digits[line[0]++ % 4] + "0000123"));
        }
        assertThat(Serialized.bytes(counts)).hasSizeLessThan(4_000);
    }

    @Test
    void aSumThatExceedsALongStaysAtTheLargest() {
        TestRecord rich = order().withText("chargefee", "999999999999999999");
        for (int i = 0; i < 9; i++) {
            add(rich);
        }
        assertThat(counts.measurements(dictionary.regions())).contains(amount(8_999_999_999_999_999_991L));
        add(rich);
        assertThat(counts.measurements(dictionary.regions())).contains(amount(Long.MAX_VALUE));
        RechargeCounts other = new RechargeCounts(dictionary.regions());
        other.add(parser.parse(rich.bytes()));
        counts.merge(other);
        assertThat(counts.measurements(dictionary.regions())).contains(amount(Long.MAX_VALUE));
    }

    private static Measurement amount(long fen) {
        return Measurement.of("amount", SHENZHEN, MINUTE, new MetricValue.Sum(fen));
    }

    @Test
    void countsOfDifferentTablesDoNotMerge() {
        RechargeCounts others = new RechargeCounts(RegionTable.preset("cmcc"));
        assertThatThrownBy(() -> counts.merge(others))
                .hasMessage("Cannot merge counts of 31 regions into counts of 21: the tables differ");
    }

    private static MetricValue durations(long... millis) {
        TreeMap<Integer, Long> buckets = new TreeMap<>();
        for (long duration : millis) {
            buckets.merge(LogBuckets.bucketOf(duration), 1L, Long::sum);
        }
        return new MetricValue.Histogram(buckets);
    }

    private void add(TestRecord... records) {
        for (TestRecord record : records) {
            counts.add(parser.parse(record.bytes()));
        }
    }
}
