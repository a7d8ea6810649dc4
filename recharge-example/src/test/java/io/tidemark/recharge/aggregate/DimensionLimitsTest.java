package io.tidemark.recharge.aggregate;

import static io.tidemark.recharge.testing.TestRecord.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.tidemark.metrics.InMemoryMetricSink;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.recharge.record.RecordParser;
import io.tidemark.recharge.record.TagDictionary;
import io.tidemark.recharge.report.RechargeReport;
import io.tidemark.recharge.testing.CountedReport;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The metrics hold few values, however many the records have, and the sum is that of all orders. */
class DimensionLimitsTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("recharge", 0);

    private final TagDictionary dictionary = TagDictionary.of(
            ConfigFactory.parseString("dimensions = [{ name = channel, field = channelCode, limit = 3 },"
                            + " { name = phone, field = \"$.ext.phone\" }], failure-codes = 2")
                    .withFallback(TagDictionary.presetConfig("guangdong")));
    private final CountedReport report = new CountedReport(dictionary);

    @Test
    void everyValueHasItsOrdersAmountAndDurations() {
        add("a", "0000");
        add("a", "0000");
        add("b", "2998");
        report.add(order().without("channelCode").bytes());
        Map<String, RechargeReport.Overall> by = report.by("channel");
        assertThat(by).containsOnlyKeys("a", "b", "none");
        assertThat(by.get("a"))
                .hasToString("Overall[orders=2, succeeded=2, failed=0, successRate=Optional[1.0000], amountFen=10000, "
                        + "averageDurationMs=Optional[17480.0], durationUnknown=0, durationMs=Optional.empty]");
        assertThat(of(by, "b").failed()).isEqualTo(1);
        assertThat(of(by, "none").orders()).isEqualTo(1);
        assertThat(report.failures()).isEqualTo(Map.of("755", Map.of("2998", 1L)));
    }

    @Test
    void aMillionDifferentValuesAreFew() {
        Random random = new Random(1);
        for (int i = 0; i < 30_000; i++) {
            add(Long.toHexString(random.nextLong()), "F" + random.nextInt());
        }
        assertThat(report.by("channel")).hasSize(4).containsKey("other");
        assertThat(sum(report.by("channel"))).isEqualTo(30_000);
        assertThat(of(report.failures(), "755")).hasSize(3).containsKey("other");
        assertThat(of(report.failures(), "755").values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(30_000);
    }

    @Test
    void whatWasThereFirstIsCountedExactlyWhateverComesLater() {
        for (int batch = 0; batch < 3; batch++) {
            for (int i = 0; i < 500; i++) {
                add("a", "2998");
                add("other" + batch + i, "F" + batch + i);
            }
        }
        assertThat(of(report.by("channel"), "a").orders()).isEqualTo(1_500);
        assertThat(of(report.failures(), "755").get("2998")).isEqualTo(1_500);
        assertThat(sum(report.by("channel"))).isEqualTo(3_000);
    }

    @Test
    void partitionsShareTheRoomTheMostFrequentFirstAndARestartRemembers() {
        InMemoryMetricSink sink = new InMemoryMetricSink();
        sink.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        DimensionLimits limits = DimensionLimits.read(dictionary, sink, GROUP);
        RechargeCounts batch = counted("a", "a", "a", "b");
        batch.merge(counted("c", "c", "d", "b", "e"));
        limits.admit(batch);
        assertThat(limits.known().get("channel")).containsExactly("a", "b", "c");
        assertThat(limits.of("channel", "d")).isEqualTo("other");
        assertThat(limits.of("channel", "none")).isEqualTo("none");
        sink.write(new MetricBatch(
                GROUP, List.of(new PartitionRange(PARTITION, 0, 9)), batch.measurements(dictionary.regions(), limits)));

        DimensionLimits restarted = DimensionLimits.read(dictionary, sink, GROUP);
        assertThat(restarted.known()).isEqualTo(limits.known());
        restarted.admit(counted("z", "z", "z", "z"));
        assertThat(restarted.of("channel", "z")).isEqualTo("other");
        assertThat(restarted.of("channel", "b")).isEqualTo("b");
    }

    private RechargeCounts counted(String... channels) {
        RecordParser parser = new RecordParser(dictionary);
        RechargeCounts counts = new RechargeCounts(dictionary.regions());
        for (String channel : channels) {
            counts.add(parser.parse(order().withText("channelCode", channel).bytes()));
        }
        return counts;
    }

    @Test
    void junkThatCameFirstGivesWayToRealValues() {
        for (int junk = 0; junk < 5_000; junk++) {
            add("junk" + junk, "J" + junk);
        }
        Random random = new Random(2);
        for (int i = 0; i < 30_000; i++) {
            add(
                    i % 10 == 0 ? "real" + i % 3 : "junk" + random.nextInt(),
                    i % 10 == 0 ? "R" + i % 2 : "J" + random.nextInt());
        }
        Map<String, RechargeReport.Overall> by = report.by("channel");
        assertThat(by).containsKeys("real0", "real1", "real2");
        assertThat(of(by, "real0").orders()).isBetween(800L, 1_000L);
        assertThat(by).hasSizeLessThan(12);
        assertThat(sum(by)).isEqualTo(35_000);
        assertThat(of(report.failures(), "755").keySet()).contains("R0").hasSizeLessThan(10);
    }

    @Test
    void configuredValuesAlwaysHaveTheirCounts() {
        TagDictionary configured = TagDictionary.of(ConfigFactory.parseString(
                        "dimensions = [{ name = channel, field = channelCode, known = [a, b], limit = 2 }],"
                                + " failure-codes = 1, known-failure-codes = [\"2998\"]")
                .withFallback(TagDictionary.presetConfig("guangdong")));
        CountedReport counted = new CountedReport(configured);
        for (int i = 0; i < 20_000; i++) {
            String channel = i % 1_000 == 999 ? "a" : "junk" + i / 500;
            counted.add(order().withText("channelCode", channel)
                    .withText("bussinessRst", i % 1_000 == 999 ? "2998" : "J" + i / 500)
                    .bytes());
        }
        assertThat(of(counted.by("channel"), "a").orders()).isEqualTo(20);
        assertThat(of(counted.failures(), "755")).containsEntry("2998", 20L);
    }

    @Test
    void anAttackerFillsFewNames() {
        ValueRanking ranking = new ValueRanking(List.of("known"), 3);
        Set<String> names = new HashSet<>();
        // the strongest attack: each name gets exactly the orders that it needs to replace the weakest one
        long written = 0;
        for (int attempt = 0; written < 1_000_000_000_000L; attempt++) {
            long needed = 1L << (attempt / 3 + 4);
            ranking.add(Map.of("junk" + attempt, needed));
            written += needed;
            names.addAll(ranking.placed());
        }
        assertThat(names).contains("known").hasSizeLessThan(3 * 40);
        for (int junk = 0; junk < 100_000; junk++) {
            ranking.add(Map.of("single" + junk, 1L));
        }
        assertThat(ranking.placed()).hasSize(4).noneMatch(name -> name.startsWith("single"));
        assertThat(ranking.candidates()).hasSizeLessThan(4);
    }

    @Test
    void longValuesAndTheNamesForTheRestAreOneValue() {
        add("x".repeat(33), "0000");
        add("other", "0000");
        add("x".repeat(32), "0000");
        assertThat(report.by("channel")).containsOnlyKeys("other", "x".repeat(32));
        assertThat(of(report.by("channel"), "other").orders()).isEqualTo(2);
    }

    @Test
    void whatIsNoOrderTakesNoRoom() {
        for (int i = 0; i < 100; i++) {
            report.add(order().withText("serviceName", "payNotifyReq")
                    .withText("channelCode", "x" + i)
                    .bytes());
            report.add(order().withText("cityCode", "")
                    .withText("channelCode", "y" + i)
                    .bytes());
        }
        add("a", "0000");
        add("b", "0000");
        add("c", "0000");
        assertThat(report.by("channel")).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void aValueMayLieDeepAndHoldAnything() {
        for (String phone : new String[] {"<b>1</b>", "a:b,c=d{%}", "\\u0000", "\\ud800", "充值 😀"}) {
            report.add(order().with("ext", "{\"phone\":\"" + phone + "\"}").bytes());
        }
        assertThat(report.by("phone")).containsOnlyKeys("<b>1</b>", "a:b,c=d{%}", "\0", "\ud800", "充值 😀");
    }

    private void add(String channel, String result) {
        report.add(order().withText("channelCode", channel)
                .withText("bussinessRst", result)
                .bytes());
    }

    private static <T> T of(Map<String, T> all, String name) {
        return Optional.ofNullable(all.get(name)).orElseThrow();
    }

    private static long sum(Map<String, RechargeReport.Overall> by) {
        return by.values().stream().collect(Collectors.summingLong(RechargeReport.Overall::orders));
    }
}
