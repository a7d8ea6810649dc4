package io.tidemark.metrics;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.PartitionRange;
import java.util.List;

/**
 * The measurements of one batch and the ranges they were counted from.
 *
 * @param coverage the group and its ranges
 * @param measurements the measurements of these ranges; may be empty (records that count nowhere still move the
 *     ledger); measurements with the same name, tags, minute and kind are merged
 * @since 0.1
 */
public record MetricBatch(OffsetCommit coverage, List<Measurement> measurements) {

    public MetricBatch {
        measurements = List.copyOf(measurements);
    }

    /** @throws IllegalArgumentException if there is no range, or a partition occurs twice */
    public MetricBatch(GroupId group, List<PartitionRange> ranges, List<Measurement> measurements) {
        this(new OffsetCommit(group, ranges), measurements);
    }

    /** The group. */
    public GroupId group() {
        return coverage.group();
    }

    /** The ranges that the measurements were counted from. */
    public List<PartitionRange> ranges() {
        return coverage.ranges();
    }
}
