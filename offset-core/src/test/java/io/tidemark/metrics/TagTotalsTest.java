package io.tidemark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricValue.Histogram;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TagTotalsTest {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final Totals FAILURES = new Totals("failures", Period.all());

    @Test
    void totalsOfManyTagsAddUpByEachOfThem() {
        MetricSnapshot snapshot = written(
                failures("755", "wechat", "E01", 4),
                failures("755", "alipay", "E02", 3),
                failures("200", "wechat", "E01", 5),
                Measurement.timeless("failures", Map.of("city", "200"), new Sum(1)));

        assertThat(snapshot.totalsBy(FAILURES, "city")).isEqualTo(Map.of("755", new Sum(7), "200", new Sum(6)));
        assertThat(snapshot.totalsBy(FAILURES, "channel"))
                .isEqualTo(Map.of("wechat", new Sum(9), "alipay", new Sum(3)));
        assertThat(snapshot.totalsBy(FAILURES, "payer")).isEmpty();
    }

    @Test
    void theLargestComeFirstAndEqualOnesInTheOrderOfTheirNames() {
        MetricSnapshot snapshot = written(
                failures("755", "wechat", "E01", 4),
                failures("200", "alipay", "E03", 4),
                failures("200", "wechat", "E02", 9),
                failures("769", "wechat", "E04", -1));

        assertThat(snapshot.top(FAILURES, "code", 3))
                .containsExactly(
                        Map.entry("E02", new Sum(9)), Map.entry("E01", new Sum(4)), Map.entry("E03", new Sum(4)));
        assertThat(snapshot.top(FAILURES, "city", 9))
                .extracting(Map.Entry::getKey)
                .containsExactly("200", "755", "769");
        assertThat(snapshot.top(FAILURES, "code", 0)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.top(FAILURES, "code", -1));
    }

    @Test
    void histogramsMergeAndAreComparedByHowManyValuesTheyCount() {
        Totals durations = new Totals("duration", Period.all());
        MetricSnapshot snapshot = written(
                duration("755", "wechat", Map.of(10, 5L)),
                duration("755", "alipay", Map.of(10, 1L, 90, 1L)),
                duration("200", "wechat", Map.of(400, 6L)));

        assertThat(snapshot.top(durations, "city", 2))
                .containsExactly(
                        Map.entry("755", new Histogram(new TreeMap<>(Map.of(10, 6L, 90, 1L)))),
                        Map.entry("200", new Histogram(new TreeMap<>(Map.of(400, 6L)))));
    }

    @Test
    void whichOfSeveralLastValuesWasLastIsNotGuessed() {
        Totals levels = new Totals("level", Period.all());
        MetricSnapshot snapshot = written(
                Measurement.timeless("level", Map.of("city", "755", "host", "a"), new Last(1)),
                Measurement.timeless("level", Map.of("city", "755", "host", "b"), new Last(2)));

        assertThat(snapshot.totalsBy(levels, "host")).isEqualTo(Map.of("a", new Last(1), "b", new Last(2)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> snapshot.totalsBy(levels, "city"))
                .withMessageContaining("city=755");
    }

    @Test
    void aSumThatOverflowsOnlyInTheAnswerIsAnError() {
        MetricSnapshot snapshot = written(
                failures("755", "wechat", "E01", Long.MAX_VALUE), failures("755", "alipay", "E01", Long.MAX_VALUE));

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> snapshot.totalsBy(FAILURES, "city"));
    }

    private static MetricSnapshot written(Measurement... measurements) {
        InMemoryMetricSink sink = new InMemoryMetricSink();
        sink.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        sink.write(new MetricBatch(GROUP, List.of(new PartitionRange(PARTITION, 0, 1)), List.of(measurements)));
        return sink.read(
                GROUP, List.of(FAILURES, new Totals("duration", Period.all()), new Totals("level", Period.all())));
    }

    private static Measurement failures(String city, String channel, String code, long count) {
        return Measurement.timeless("failures", Map.of("city", city, "channel", channel, "code", code), new Sum(count));
    }

    private static Measurement duration(String city, String channel, Map<Integer, Long> counts) {
        return Measurement.timeless(
                "duration", Map.of("city", city, "channel", channel), new Histogram(new TreeMap<>(counts)));
    }
}
