package io.tidemark.offset.tck.metrics;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.orders;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.OTHER_GROUP;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricBatch;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.Driver;
import io.tidemark.offset.tck.fixture.MetricsFixture;
import io.tidemark.offset.tck.fixture.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Measurements and ledger change in one step: a record counts once, regardless of what is written again.
 *
 * @since 0.1
 */
public interface MetricWriteTests extends MetricsFixture {

    @Test
    default void aBatchMovesMetricsAndLedgerTogether() {
        Counter counter = Counter.on(this).starting(FIRST, SECOND);

        counter.write(List.of(range(FIRST, 0, 10), range(SECOND, 0, 5)), orders(12));
        counter.write(List.of(range(FIRST, 10, 20)), orders(7));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(19)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 20L), Map.entry(SECOND, 5L));
    }

    @Test
    default void anAppliedBatchDoesNotCountAgain() {
        Counter counter = counted();

        Driver.refused(() -> counter.write(range(FIRST, 0, 10), orders(10)));

        assertUnchanged(counter);
    }

    @Test
    default void aBatchWithOtherBoundsDoesNotCountAgain() {
        Counter counter = counted();

        Driver.refused(() -> counter.write(range(FIRST, 0, 4), orders(4)));
        Driver.refused(() -> counter.write(range(FIRST, 4, 8), orders(4)));
        Driver.refused(() -> counter.write(range(FIRST, 8, 14), orders(6)));
        Driver.refused(() -> counter.write(range(FIRST, 0, 14), orders(14)));

        assertUnchanged(counter);
    }

    @Test
    default void aBatchBehindAGapDoesNotCount() {
        Counter counter = counted();

        Driver.refused(() -> counter.write(range(FIRST, 11, 20), orders(9)));

        assertUnchanged(counter);
    }

    @Test
    default void aBatchOfAPartitionWithoutALedgerEntryDoesNotCount() {
        Counter counter = counted();

        Driver.refused(() -> counter.write(List.of(range(FIRST, 10, 20), range(SECOND, 0, 1)), orders(11)));

        assertUnchanged(counter);
    }

    @Test
    default void oneStalePartitionKeepsTheWholeBatchFromCounting() {
        Counter counter = counted().starting(SECOND);

        Driver.refused(() -> counter.write(List.of(range(FIRST, 10, 20), range(SECOND, 1, 2)), orders(11)));
        Driver.refused(() -> counter.write(List.of(range(FIRST, 9, 20), range(SECOND, 0, 2)), orders(11)));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(10)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 10L), Map.entry(SECOND, 0L));
    }

    @Test
    default void aDriverThatWasOvertakenCountsNothing() {
        Counter zombie = Counter.on(this).starting(FIRST);
        Counter successor = Counter.on(this);
        zombie.write(range(FIRST, 0, 3), orders(3));
        successor.write(range(FIRST, 3, 10), orders(7));

        Driver.refused(() -> zombie.write(range(FIRST, 3, 6), orders(3)));

        assertUnchanged(successor);
    }

    @Test
    default void aBatchWithoutMeasurementsMovesTheLedger() {
        Counter counter = counted();

        counter.write(range(FIRST, 10, 50));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(10)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 50L));
    }

    @Test
    default void measurementsOfAnEmptyRangeAreCountedOnItsPlaceOnly() {
        Counter counter = counted();

        counter.write(range(FIRST, 10, 10), orders(1));
        Driver.refused(() -> counter.write(range(FIRST, 9, 9), orders(1)));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(11)));
    }

    @Test
    default void measurementsOfOnePlaceInOneBatchAddUp() {
        Counter counter = Counter.on(this).starting(FIRST);

        counter.write(range(FIRST, 0, 10), orders(1), orders(2), orders(3));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(6)));
    }

    @Test
    default void groupsCountForThemselves() {
        Counter counter = Counter.on(this).starting(FIRST);
        Counter other = counter.of(OTHER_GROUP).starting(FIRST);

        counter.write(range(FIRST, 0, 10), orders(10));
        other.write(range(FIRST, 0, 3), orders(3));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(10)));
        assertThat(other.totals("orders")).containsOnly(Map.entry(tags(), new Sum(3)));
        assertThat(other.ledger()).containsOnly(Map.entry(FIRST, 3L));
    }

    @Test
    default void movingTheLedgerLeavesTheMetricsAsTheyAre() {
        Counter counter = counted();

        counter.sink()
                .reposition(new OffsetReposition(
                        counter.group(),
                        Map.of(FIRST, Move.to(StoredOffset.of(10), StoredOffset.of(100))),
                        List.of(Samples.receipt(FIRST, 10, 100, Samples.TIME))));

        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(10)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 100L));
        counter.write(range(FIRST, 100, 101), orders(1));
        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(11)));
    }

    @Test
    default void aThousandPartitionsAndThousandsOfMeasurementsAreOneBatch() {
        List<TopicPartition> partitions = Samples.partitions(1_000);
        Counter counter = Counter.on(this).starting(partitions.toArray(TopicPartition[]::new));
        List<PartitionRange> ranges =
                partitions.stream().map(partition -> range(partition, 0, 2)).toList();
        List<Measurement> measurements = new ArrayList<>();
        Map<SortedMap<String, String>, MetricValue> expected = new HashMap<>();
        for (int number = 0; number < 3_000; number++) {
            SortedMap<String, String> tags = tags("city", String.valueOf(number % 300));
            measurements.add(Measurement.of("orders", tags, MINUTE.plusSeconds(60L * (number / 300)), new Sum(number)));
            expected.merge(tags, new Sum(number), MetricValue::merge);
        }
        MetricBatch batch = new MetricBatch(counter.group(), ranges, measurements);

        counter.sink().write(batch);
        Driver.refused(() -> counter.sink().write(batch));

        assertThat(counter.totals("orders")).isEqualTo(expected);
        assertThat(counter.ledger()).hasSize(1_000).values().containsOnly(2L);
    }

    private Counter counted() {
        Counter counter = Counter.on(this).starting(FIRST);
        counter.write(range(FIRST, 0, 10), orders(10));
        return counter;
    }

    private static void assertUnchanged(Counter counter) {
        assertThat(counter.totals("orders")).containsOnly(Map.entry(tags(), new Sum(10)));
        assertThat(counter.ledger()).containsOnly(Map.entry(FIRST, 10L));
    }
}
