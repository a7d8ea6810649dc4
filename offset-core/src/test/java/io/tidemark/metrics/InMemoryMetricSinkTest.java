package io.tidemark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricValue.Last;
import io.tidemark.metrics.MetricValue.Max;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is the in-memory sink's own; that it keeps the contract is tested in offset-tck. */
class InMemoryMetricSinkTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant MINUTE = Instant.parse("2026-01-02T03:00:00Z");
    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final InMemoryMetricSink sink = new InMemoryMetricSink(Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void enterFirstOffset() {
        sink.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
    }

    @Test
    void theSnapshotCarriesTheTimeOfTheGivenClock() {
        assertThat(sink.read(GROUP, List.of()).writtenAt()).isEmpty();

        write(0, 1, Measurement.of("orders", Map.of(), MINUTE, new Sum(1)));

        assertThat(sink.read(GROUP, List.of()).writtenAt()).contains(NOW);
    }

    @Test
    void theLastValueOfAPeriodIsTheOneWrittenLastNotTheOneOfTheLastMinute() {
        write(0, 1, Measurement.of("level", Map.of(), MINUTE.plusSeconds(60), new Last(7)));
        write(1, 2, Measurement.of("level", Map.of(), MINUTE, new Last(3)));
        Series hours = Series.of("level", Map.of(), Period.all(), Step.HOUR);
        Totals whole = new Totals("level", Period.all());
        Totals bounded = new Totals("level", Period.between(MINUTE, MINUTE.plusSeconds(120)));

        MetricSnapshot read = sink.read(GROUP, List.of(hours, whole, bounded));

        assertThat(read.series(hours)).containsExactly(Map.entry(MINUTE, new Last(3)));
        assertThat(read.totals(whole)).containsExactly(Map.entry(new TreeMap<>(), new Last(3)));
        assertThat(read.totals(bounded)).containsExactly(Map.entry(new TreeMap<>(), new Last(3)));
    }

    @Test
    void anotherKindIsRefusedWithBothKindsInTheMessage() {
        write(0, 1, Measurement.of("orders", Map.of(), MINUTE, new Sum(1)));

        assertThatThrownBy(() -> write(1, 2, Measurement.of("orders", Map.of("city", "755"), MINUTE, new Max(1))))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessage(
                        "Cannot write metric orders {city=755} of minute 2026-01-02T03:00:00Z of group recharge: it is a Max,"
                                + " what was written before is a Sum; nothing was written. Give the metric another name, or write"
                                + " the kind that it has");
    }

    @Test
    void aSumThatOverflowsOnlyOverTheWholeHistoryIsRefused() {
        write(0, 1, Measurement.of("orders", Map.of(), MINUTE, new Sum(Long.MAX_VALUE)));

        assertThatThrownBy(() -> write(1, 2, Measurement.of("orders", Map.of(), MINUTE.plusSeconds(60), new Sum(1))))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("add up to more than a 64-bit number holds; nothing was written");
    }

    @Test
    void anAnswerThatWasNotAskedForIsRefused() {
        MetricSnapshot read = sink.read(GROUP, List.of());

        assertThatThrownBy(() -> read.totals(new Totals("orders", Period.all())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it was not part of the reading");
    }

    private void write(long from, long until, Measurement measurement) {
        sink.write(new MetricBatch(GROUP, List.of(new PartitionRange(PARTITION, from, until)), List.of(measurement)));
    }
}
