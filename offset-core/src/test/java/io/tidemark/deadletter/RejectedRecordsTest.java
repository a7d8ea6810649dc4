package io.tidemark.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricValue;
import io.tidemark.offset.PartitionRange;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RejectedRecordsTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);

    private final RejectedRecords records = new RejectedRecords();

    @Test
    void mergingTheSameRecordsAgainChangesNothing() {
        add(7, "bad");
        add(8, "bad");
        RejectedRecords again = new RejectedRecords();
        again.add("orders", 0, 8, "bad", "x");
        again.add("orders", 1, 8, "bad", "x");
        records.merge(again);
        records.merge(again);
        records.merge(records.within(List.of(new PartitionRange(P0, 0, 100))));
        assertThat(records.byReason()).containsExactly(entry("bad", 3L));
    }

    @Test
    void aRecordWithTwoReasonsCountsOnce() {
        add(7, "bad-amount");
        RejectedRecords other = new RejectedRecords();
        other.add("orders", 0, 7, "bad-time", "x");
        other.add("orders", 0, 9, "bad-time", "x");
        records.merge(other);
        assertThat(records.byReason()).containsExactly(entry("bad-amount", 1L), entry("bad-time", 1L));
        assertThat(records.count()).isEqualTo(2);
    }

    @Test
    void rangesCutAtAnyOffset() {
        for (long offset = 0; offset < 200; offset++) {
            add(offset, "bad");
        }
        for (long from = 0; from <= 200; from++) {
            for (long until = from; until <= 200; until++) {
                RejectedRecords cut = records.within(List.of(new PartitionRange(P0, from, until)));
                assertThat(cut.count()).isEqualTo(until - from);
                assertThat(cut.isEmpty()).isEqualTo(from == until);
            }
        }
        assertThat(records.within(List.of(new PartitionRange(P0, 70, 90)))
                        .within(List.of(new PartitionRange(P0, 0, 71)))
                        .contains("orders", 0, 70))
                .isTrue();
    }

    @Test
    void theMeasurementsAreSumsByTopicAndReason() {
        add(1, "bad");
        records.add("orders", 3, 1, "bad", "x");
        records.add("returns", 0, 1, "worse", "x");
        assertThat(records.measurements())
                .containsExactly(
                        Measurement.timeless(
                                "tidemark.rejected",
                                Map.of("topic", "orders", "reason", "bad"),
                                new MetricValue.Sum(2)),
                        Measurement.timeless(
                                "tidemark.rejected",
                                Map.of("topic", "returns", "reason", "worse"),
                                new MetricValue.Sum(1)));
    }

    @Test
    void theTextIsBounded() {
        for (long offset = 0; offset < 10_000; offset++) {
            records.add("orders", 0, offset, "reason-" + offset, "a long text\nin two lines ".repeat(100));
        }
        assertThat(records.count()).isEqualTo(10_000);
        assertThat(records.byReason()).hasSize(33).containsEntry("other", 9_968L);
        assertThat(records.toString())
                .contains("topic orders, partition 0, offset 0: reason-0, a long text")
                .doesNotContain("two lines", "offset 5:")
                .hasSizeLessThan(2_000);
    }

    private void add(long offset, String reason) {
        records.add("orders", 0, offset, reason, "x");
    }
}
