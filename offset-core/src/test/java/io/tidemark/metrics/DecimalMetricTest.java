package io.tidemark.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DecimalMetricTest {

    private static final DecimalMetric AMOUNT = DecimalMetric.of("amount", 2);
    private static final Instant MINUTE = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void valuesAreConvertedExactlyInBothDirections() {
        for (String text : List.of("0.00", "0.01", "-0.01", "19.90", "92233720368547758.07", "-92233720368547758.08")) {
            BigDecimal value = new BigDecimal(text);
            assertThat(AMOUNT.decimal(AMOUNT.unscaled(value))).isEqualTo(value);
        }
        assertThat(AMOUNT.unscaled(new BigDecimal("19.9"))).isEqualTo(1990);
        assertThat(AMOUNT.unscaled(new BigDecimal("19.90000"))).isEqualTo(1990);
        assertThat(AMOUNT.unscaled(new BigDecimal("1E+3"))).isEqualTo(100_000);
        assertThat(DecimalMetric.of("share", 18).decimal(1)).isEqualTo(new BigDecimal("1E-18"));
    }

    @Test
    void nothingIsRounded() {
        assertThatThrownBy(() -> AMOUNT.sum(new BigDecimal("0.001")))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("Cannot measure 0.001 as 'amount': it has more than 2 decimal places. Round it, or use a"
                        + " metric with a larger scale");
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheLimits() {
        assertThatThrownBy(() -> AMOUNT.sum(new BigDecimal("92233720368547758.08")))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("between -92233720368547758.08 and 92233720368547758.07");
    }

    @Test
    void allKindsButHistogramsAreDecimals() {
        BigDecimal value = new BigDecimal("-3.50");
        assertThat(List.of(AMOUNT.sum(value), AMOUNT.max(value), AMOUNT.min(value), AMOUNT.last(value)))
                .allSatisfy(each -> assertThat(AMOUNT.decimal(each)).isEqualTo(value));
        assertThatThrownBy(() -> AMOUNT.decimal(new MetricValue.Histogram(new TreeMap<>())))
                .hasMessageContaining("a histogram has counts");
    }

    @Test
    void twoScalesAreTwoMetrics() {
        DecimalMetric finer = DecimalMetric.of("amount", 4);
        assertThat(finer).isNotEqualTo(AMOUNT);
        assertThat(AMOUNT.storedName()).isEqualTo("amount.scale2");
        InMemoryMetricSink sink = new InMemoryMetricSink();
        GroupId group = new GroupId("g");
        TopicPartition partition = new TopicPartition("orders", 0);
        sink.initialize(group, Map.of(partition, StoredOffset.of(0)));
        sink.write(new MetricBatch(
                group,
                List.of(new PartitionRange(partition, 0, 1)),
                List.of(
                        Measurement.of(
                                AMOUNT.storedName(), Map.of("city", "a"), MINUTE, AMOUNT.sum(new BigDecimal("0.10"))),
                        Measurement.of(
                                AMOUNT.storedName(), Map.of("city", "b"), MINUTE, AMOUNT.sum(new BigDecimal("0.20"))),
                        Measurement.of(finer.storedName(), Map.of(), MINUTE, finer.sum(new BigDecimal("0.1234"))))));
        MetricQuery.Totals query = AMOUNT.totals(Period.all());
        MetricQuery.Series series = AMOUNT.series(Map.of(), Period.all(), MetricQuery.Step.MINUTE);
        MetricSnapshot snapshot = sink.read(group, List.of(query, series));
        assertThat(AMOUNT.totals(snapshot, query))
                .containsOnly(
                        entry(new TreeMap<>(Map.of("city", "a")), new BigDecimal("0.10")),
                        entry(new TreeMap<>(Map.of("city", "b")), new BigDecimal("0.20")));
        assertThat(AMOUNT.totalsBy(snapshot, query, "city")).containsKeys("a", "b");
        assertThat(AMOUNT.series(snapshot, series)).containsOnly(entry(MINUTE, new BigDecimal("0.30")));
        assertThatThrownBy(() -> finer.totals(snapshot, query))
                .hasMessageContaining("Cannot read 'amount.scale2' as decimals of 'amount' with scale 4");
    }

    @Test
    void namesAndScalesAreChecked() {
        assertThatThrownBy(() -> DecimalMetric.of("", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecimalMetric.of("a", -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DecimalMetric.of("a", 19)).hasMessageContaining("the scale must be 0 to 18");
    }
}
