package io.tidemark.stream.keeping;

import io.tidemark.offset.PartitionRange;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of a batch that are not processed yet. A part takes a share of each range, so that its records are of
 * about the same time and all executors are busy. If the share of a range is less than one record, the range is left
 * for another part. Not thread-safe.
 */
final class RemainingRanges {

    private List<PartitionRange> ranges;

    RemainingRanges(List<PartitionRange> ranges) {
        this.ranges = notEmpty(ranges);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** What is left; without empty ranges. */
    List<PartitionRange> ranges() {
        return ranges;
    }

    /** How many offsets are left. */
    long count() {
        return count(ranges);
    }

    /** The next part, of at most this size; it remains until it is removed. */
    List<PartitionRange> next(BatchSize size) {
        List<PartitionRange> chosen = ranges.subList(0, Math.min(size.partitions(), ranges.size()));
        long total = count(chosen);
        long parts = 1 + (total - 1) / size.records();
        List<PartitionRange> part = new ArrayList<>();
        long before = 0;
        for (PartitionRange range : chosen) {
            // the shares add up to total / parts, however short the ranges are
            long share = (before + range.count()) / parts - before / parts;
            part.add(new PartitionRange(range.partition(), range.from(), range.from() + share));
            before += range.count();
        }
        return notEmpty(part);
    }

    /** Removes a part that was processed. */
    void remove(List<PartitionRange> part) {
        List<PartitionRange> left = new ArrayList<>();
        int next = 0;
        for (PartitionRange range : ranges) {
            boolean taken = next < part.size() && part.get(next).partition().equals(range.partition());
            left.add(
                    taken
                            ? new PartitionRange(
                                    range.partition(), part.get(next++).until(), range.until())
                            : range);
        }
        ranges = notEmpty(left);
    }

    static long count(List<PartitionRange> ranges) {
        return ranges.stream().mapToLong(PartitionRange::count).sum();
    }

    private static List<PartitionRange> notEmpty(List<PartitionRange> ranges) {
        return ranges.stream().filter(range -> !range.isEmpty()).toList();
    }
}
