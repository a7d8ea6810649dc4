package io.tidemark.spark;

import io.tidemark.offset.PartitionRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a finished batch did.
 *
 * @param time the batch's time
 * @param ranges what it covered
 * @param processing how long the job's own function took, reading included
 * @param writing how long the sink took; zero without one
 * @param committing how long the store took
 * @param lag how many offsets were behind the batch when it was formed, over all partitions
 */
public record BatchReport(
        Instant time,
        List<PartitionRange> ranges,
        Duration processing,
        Duration writing,
        Duration committing,
        long lag) {

    public BatchReport {
        ranges = List.copyOf(ranges);
    }

    /** How many offsets it covered. */
    public long count() {
        return ranges.stream().mapToLong(PartitionRange::count).sum();
    }
}
