package io.tidemark.stream.event;

import io.tidemark.offset.PartitionRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Describes a finished batch, or a finished part of a batch that was split. An engine may process a batch while it
 * writes the one before: then the durations of several batches add up to more than the time that has passed. Immutable.
 *
 * @since 0.1
 */
public final class BatchReport {

    private final Instant time;
    private final List<PartitionRange> ranges;
    private final Duration processing;
    private final Duration writing;
    private final Duration committing;
    private final long lag;
    private final SortedMap<String, Long> rejected;

    private BatchReport(Builder from) {
        time = from.time;
        ranges = from.ranges;
        processing = from.processing;
        writing = from.writing;
        committing = from.committing;
        lag = from.lag;
        rejected = from.rejected;
    }

    /**
     * Begins a report.
     *
     * @param time the batch's time
     * @param ranges the ranges that it covered
     */
    public static Builder builder(Instant time, List<PartitionRange> ranges) {
        return new Builder(time, ranges);
    }

    /** The batch's time. */
    public Instant time() {
        return time;
    }

    /** The ranges that it covered. */
    public List<PartitionRange> ranges() {
        return ranges;
    }

    /** How many offsets it covered; in a transactional or compacted topic more than there were records. */
    public long count() {
        return ranges.stream().mapToLong(PartitionRange::count).sum();
    }

    /** How long the job's own function took, reading included. */
    public Duration processing() {
        return processing;
    }

    /** How long the sink took; zero without one. */
    public Duration writing() {
        return writing;
    }

    /** How long the store took. */
    public Duration committing() {
        return committing;
    }

    /**
     * How many offsets the log held beyond the batches that were formed when this one began, over all partitions, at
     * the last poll; with the parts of its own batch that follow it.
     */
    public long lag() {
        return lag;
    }

    /**
     * How many of its records could not be processed and were skipped, by reason, as the stream's {@link
     * io.tidemark.deadletter.PoisonPolicy} allows; empty if none.
     */
    public SortedMap<String, Long> rejected() {
        return rejected;
    }

    /** How many records were rejected, of all reasons. */
    public long rejectedCount() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return "BatchReport[time=" + time + ", count=" + count() + ", partitions=" + ranges.size() + ", processing="
                + processing + ", writing=" + writing + ", committing=" + committing + ", lag=" + lag
                + (rejected.isEmpty() ? "" : ", rejected=" + rejected) + "]";
    }

    /**
     * The values of a report. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final Instant time;
        private final List<PartitionRange> ranges;
        private Duration processing = Duration.ZERO;
        private Duration writing = Duration.ZERO;
        private Duration committing = Duration.ZERO;
        private long lag;
        private SortedMap<String, Long> rejected = Collections.emptySortedMap();

        private Builder(Instant time, List<PartitionRange> ranges) {
            this.time = time;
            this.ranges = List.copyOf(ranges);
        }

        /** See {@link BatchReport#processing()}. */
        public Builder processing(Duration value) {
            processing = value;
            return this;
        }

        /** See {@link BatchReport#writing()}. */
        public Builder writing(Duration value) {
            writing = value;
            return this;
        }

        /** See {@link BatchReport#committing()}. */
        public Builder committing(Duration value) {
            committing = value;
            return this;
        }

        /** See {@link BatchReport#lag()}. */
        public Builder lag(long value) {
            lag = value;
            return this;
        }

        /** See {@link BatchReport#rejected()}. */
        public Builder rejected(Map<String, Long> value) {
            rejected = Collections.unmodifiableSortedMap(new TreeMap<>(value));
            return this;
        }

        /** Makes the report. */
        public BatchReport build() {
            return new BatchReport(this);
        }
    }
}
