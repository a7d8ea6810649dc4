package io.tidemark.stream;

import io.tidemark.offset.PartitionRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Describes a finished batch, or a finished part of a batch that was split. An engine may process a batch while it
 * writes the one before: then the times of several batches add up to more than has passed.
 *
 * @param time the batch's time
 * @param ranges what it covered
 * @param processing how long the job's own function took, reading included
 * @param writing how long the sink took; zero without one
 * @param committing how long the store took
 * @param lag how many offsets the log held beyond the batches that were formed when this one began, over all
 *     partitions, when the cluster was last asked; with the parts of its own batch that follow it
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

    /** How many offsets it covered; in a transactional or compacted topic more than there were records. */
    public long count() {
        return ranges.stream().mapToLong(PartitionRange::count).sum();
    }
}
