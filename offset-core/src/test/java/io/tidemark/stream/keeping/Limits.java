package io.tidemark.stream.keeping;

import io.tidemark.metrics.MetricBatch;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.PartitionRange;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How much a model's driver, sink and store take at once. They change now and then, and one record of one partition
 * always fits. Half of all histories have none. They are drawn apart from a history's other events, so that a history
 * without limits is the one that it was before there were any.
 */
final class Limits {

    private final Random random;
    private final boolean none;
    private int records = Integer.MAX_VALUE;
    private int measurements = Integer.MAX_VALUE;
    private int partitions = Integer.MAX_VALUE;

    Limits(long seed) {
        random = new Random(~seed);
        none = random.nextBoolean();
        draw();
    }

    /** Now and then they become others. */
    void change() {
        if (random.nextInt(10) == 0) {
            draw();
        }
    }

    private void draw() {
        records = none ? Integer.MAX_VALUE : 1 + random.nextInt(12);
        measurements = none ? Integer.MAX_VALUE : 1 + random.nextInt(8);
        partitions = none ? Integer.MAX_VALUE : 1 + random.nextInt(4);
    }

    /** A driver reads a part. */
    void measure(List<PartitionRange> ranges) {
        require("records", RemainingRanges.count(ranges), records);
    }

    /** A sink or store is called. */
    void call(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof MetricBatch batch) {
                require("measurements", batch.measurements().size(), measurements);
            } else if (argument instanceof OffsetCommit commit) {
                require("partitions", commit.ranges().size(), partitions);
            } else if (argument instanceof OffsetReposition reposition) {
                require("partitions", reposition.moves().size(), partitions);
            } else if (argument instanceof Map<?, ?> first) {
                require("partitions", first.size(), partitions);
            }
        }
    }

    private static void require(String what, long size, long limit) {
        if (size > limit) {
            throw new BatchTooLargeException(size + " " + what + ", the model takes " + limit);
        }
    }
}
