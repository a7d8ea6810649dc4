package io.tidemark.offset.tck.metrics;

import static io.tidemark.offset.tck.fixture.Counter.MINUTE;
import static io.tidemark.offset.tck.fixture.Counter.tags;
import static io.tidemark.offset.tck.fixture.Samples.FIRST;
import static io.tidemark.offset.tck.fixture.Samples.SECOND;
import static io.tidemark.offset.tck.fixture.Samples.range;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.metrics.Measurement;
import io.tidemark.metrics.MetricQuery.Series;
import io.tidemark.metrics.MetricQuery.Step;
import io.tidemark.metrics.MetricQuery.Totals;
import io.tidemark.metrics.MetricSnapshot;
import io.tidemark.metrics.MetricValue;
import io.tidemark.metrics.MetricValue.Sum;
import io.tidemark.metrics.Period;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.tck.fixture.Counter;
import io.tidemark.offset.tck.fixture.MetricsFixture;
import io.tidemark.offset.tck.fixture.Racers;
import io.tidemark.offset.tck.fixture.Stall;
import io.tidemark.offset.tck.fixture.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Several drivers that count into one group at the same time, with concurrent readers.
 *
 * @since 0.1
 */
public interface MetricRaceTests extends MetricsFixture {

    @Test
    default void sixteenRacingDriversCountEveryOffsetOnce() {
        List<TopicPartition> partitions = List.of(FIRST, SECOND);
        Counter observer = Counter.on(this).starting(FIRST, SECOND);
        List<Callable<Integer>> drivers = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            Counter counter = Counter.on(this);
            Random random = new Random(number);
            drivers.add(() -> countUntilTheGoal(counter, partitions, random));
        }

        Racers.race(drivers);

        Map<TopicPartition, Long> ledger = observer.ledger();
        long covered = ledger.values().stream().mapToLong(Long::longValue).sum();
        assertThat(observer.totals("orders")).containsOnly(Map.entry(tags(), new Sum(covered)));
        assertThat(observer.series("orders", Map.of(), Period.all(), Step.HOUR).values())
                .containsExactly(new Sum(covered));
        for (TopicPartition partition : partitions) {
            assertThat(observer.totals("by-partition"))
                    .containsEntry(
                            tags("partition", partition.toString()), new Sum(ledger.getOrDefault(partition, -1L)));
        }
    }

    @Test
    default void everyReadingIsOneState() {
        Counter writer = Counter.on(this).starting(FIRST, SECOND);
        Watch watch = new Watch();
        List<Callable<List<String>>> tasks = new ArrayList<>();
        tasks.add(watch.writing(from -> {
            List<PartitionRange> ranges = List.of(range(FIRST, from, from + 1), range(SECOND, from, from + 1));
            writer.write(ranges, counted(ranges, from));
        }));
        for (int number = 0; number < Watch.READERS; number++) {
            Counter reader = Counter.on(this);
            List<String> torn = new ArrayList<>();
            tasks.add(watch.reading(torn, () -> describeIfTorn(reader, torn)));
        }

        List<List<String>> torn = Racers.race(tasks);

        assertThat(torn).as("readings of more than one state").allSatisfy(read -> assertThat(read)
                .isEmpty());
    }

    private static int countUntilTheGoal(Counter counter, List<TopicPartition> partitions, Random random) {
        int written = 0;
        Stall stall = new Stall();
        while (true) {
            Map<TopicPartition, Long> ledger = counter.ledger();
            stall.check(ledger);
            if (ledger.values().stream().allMatch(offset -> offset >= Racers.GOAL)) {
                return written;
            }
            List<PartitionRange> ranges = new ArrayList<>();
            for (TopicPartition partition : partitions) {
                long from = ledger.getOrDefault(partition, -1L);
                ranges.add(range(partition, from, from + random.nextInt(4)));
            }
            try {
                counter.write(ranges, counted(ranges, random.nextInt(5)));
                written++;
            } catch (OffsetConflictException lost) {
                // another driver was faster: read the ledger again
            }
        }
    }

    private static Measurement[] counted(List<PartitionRange> ranges, long minute) {
        List<Measurement> measurements = new ArrayList<>();
        long all = 0;
        for (PartitionRange range : ranges) {
            all += range.count();
            measurements.add(Measurement.timeless(
                    "by-partition", Map.of("partition", range.partition().toString()), new Sum(range.count())));
        }
        measurements.add(Measurement.of("orders", Map.of(), MINUTE.plusSeconds(60 * (minute % 5)), new Sum(all)));
        return measurements.toArray(Measurement[]::new);
    }

    private static void describeIfTorn(Counter reader, List<String> torn) {
        Totals totals = new Totals("orders", Period.all());
        Totals bounded = new Totals("orders", Period.between(MINUTE, MINUTE.plusSeconds(3_600)));
        Series series = Series.of("orders", Map.of(), Period.all(), Step.MINUTE);
        MetricSnapshot read = reader.read(totals, bounded, series);
        long covered = read.ledger().values().stream()
                .mapToLong(entry -> entry.offset())
                .sum();
        long total = sum(read.totals(totals).values());
        long inPeriod = sum(read.totals(bounded).values());
        long inSeries = sum(read.series(series).values());
        if (total != covered || inPeriod != covered || inSeries != covered) {
            torn.add("ledger " + covered + ", total " + total + ", over a period " + inPeriod + ", series " + inSeries);
        }
    }

    private static long sum(Iterable<MetricValue> values) {
        long sum = 0;
        for (MetricValue value : values) {
            sum += ((Sum) value).value();
        }
        return sum;
    }
}
