package io.tidemark.stream.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.offset.PartitionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Parts of a batch, whatever its ranges are like: together they are the batch, in order, and none exceeds its size. */
class RemainingRangesTest {

    private final BatchSize size = new BatchSize();

    @Test
    void aPartIsAShareOfEachRange() {
        size.tooManyRecords(20);
        RemainingRanges remaining = new RemainingRanges(List.of(range(0, 0, 30), range(1, 100, 110)));

        assertThat(remaining.next(size)).containsExactly(range(0, 0, 7), range(1, 100, 103));
    }

    @Test
    void everyOffsetIsInOnePartWhateverTheSizes() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            List<PartitionRange> ranges = new ArrayList<>();
            for (int partition = 0; partition < 1 + random.nextInt(5); partition++) {
                long from = random.nextInt(10);
                ranges.add(range(partition, from, from + random.nextInt(1 + random.nextInt(40))));
            }
            long[] position = ranges.stream().mapToLong(PartitionRange::from).toArray();
            BatchSize small = new BatchSize();
            small.tooManyRecords(1 + random.nextInt(30));
            if (random.nextBoolean()) {
                small.tooManyPartitions(1 + random.nextInt(5));
            }
            RemainingRanges remaining = new RemainingRanges(ranges);
            while (!remaining.isEmpty()) {
                List<PartitionRange> part = remaining.next(small);
                assertThat(RemainingRanges.count(part)).isBetween(1L, small.records());
                assertThat(part).hasSizeLessThanOrEqualTo(small.partitions());
                for (PartitionRange range : part) {
                    int partition = range.partition().partition();
                    assertThat(range.from()).isEqualTo(position[partition]);
                    position[partition] = range.until();
                }
                remaining.remove(part);
            }
            assertThat(position)
                    .containsExactly(
                            ranges.stream().mapToLong(PartitionRange::until).toArray());
        }
    }

    @Test
    void manyShortRangesAreSharedOutToo() {
        size.tooManyRecords(4);
        RemainingRanges remaining =
                new RemainingRanges(List.of(range(0, 0, 1), range(1, 0, 1), range(2, 0, 1), range(3, 0, 1)));

        assertThat(remaining.next(size)).hasSize(2);
    }

    private static PartitionRange range(int partition, long from, long until) {
        return new PartitionRange(new TopicPartition("orders", partition), from, until);
    }
}
