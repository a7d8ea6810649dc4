package io.tidemark.stream.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a stream is: a snapshot, over all its runs in this process. Immutable.
 *
 * <pre>{@code
 * StreamProgress progress = stream.lastProgress();
 * System.out.println(progress.state() + ": " + progress.records() + " records in " + progress.batches() + " batches, "
 *         + progress.lag() + " behind, last commit "
 *         + progress.lastCommit().map(Instant::toString).orElse("none"));
 * }</pre>
 *
 * @since 0.1
 */
public final class StreamProgress {

    private final StreamState state;
    private final long batches;
    private final long records;
    private final long restarts;
    private final long rejected;
    private final Optional<BatchReport> lastBatch;
    private final Optional<Instant> lastCommit;
    private final Optional<Instant> lastActivity;
    private final Map<TopicPartition, Long> lagByPartition;
    private final Optional<Duration> lagTime;

    private StreamProgress(Builder from) {
        state = from.state;
        batches = from.batches;
        records = from.records;
        restarts = from.restarts;
        rejected = from.rejected;
        lastBatch = from.lastBatch;
        lastCommit = from.lastCommit;
        lastActivity = from.lastActivity;
        lagByPartition = from.lagByPartition;
        lagTime = from.lagTime;
    }

    /** Begins a snapshot; used by engines, and by tests. */
    public static Builder builder(StreamState state) {
        return new Builder(state);
    }

    /** What the stream is doing. */
    public StreamState state() {
        return state;
    }

    /** How many batches, or parts of batches that were split, were committed. */
    public long batches() {
        return batches;
    }

    /** How many offsets they covered; in a transactional or compacted topic more than there were records. */
    public long records() {
        return records;
    }

    /** How many records could not be processed and were skipped; see {@link BatchReport#rejected()}. */
    public long rejected() {
        return rejected;
    }

    /** How often the stream was restarted after a failure, including a restart that is under way. */
    public long restarts() {
        return restarts;
    }

    /** The batch that was committed last, with its ranges and durations; empty before the first commit. */
    public Optional<BatchReport> lastBatch() {
        return lastBatch;
    }

    /** When the last batch was committed; empty before the first commit. */
    public Optional<Instant> lastCommit() {
        return lastCommit;
    }

    /**
     * When the stream last committed a batch or found no new records in a poll; empty before that. If it stays behind
     * while the state is {@link StreamState#RUNNING}, a batch takes long, or the stream hangs.
     */
    public Optional<Instant> lastActivity() {
        return lastActivity;
    }

    /**
     * How many offsets the log holds beyond the batches that were formed, for each partition, as of the last poll.
     * Without partitions whose end is not known yet; empty before the first poll and after the end of the stream.
     */
    public Map<TopicPartition, Long> lagByPartition() {
        return lagByPartition;
    }

    /** The sum of {@link #lagByPartition()}. */
    public long lag() {
        return lagByPartition.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The lag in time: the age of the oldest record beyond the batches that were formed, by its timestamp. It is read
     * from the log about every ten seconds while there is lag, of the partitions that are furthest behind, up to 16.
     *
     * @return zero without lag; empty if it is unknown, as before the first poll and after the end of the stream
     */
    public Optional<Duration> lagTime() {
        return lagTime;
    }

    @Override
    public String toString() {
        return "StreamProgress[state=" + state + ", batches=" + batches + ", records=" + records
                + (rejected == 0 ? "" : ", rejected=" + rejected) + ", restarts="
                + restarts + ", lag=" + lag() + ", lagTime="
                + lagTime.map(Duration::toString).orElse("unknown") + ", lastCommit="
                + lastCommit.map(Instant::toString).orElse("none") + ", lastBatch="
                + lastBatch.map(BatchReport::toString).orElse("none") + "]";
    }

    /**
     * The values of a snapshot. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final StreamState state;
        private long batches;
        private long records;
        private long restarts;
        private long rejected;
        private Optional<BatchReport> lastBatch = Optional.empty();
        private Optional<Instant> lastCommit = Optional.empty();
        private Optional<Instant> lastActivity = Optional.empty();
        private Map<TopicPartition, Long> lagByPartition = Map.of();
        private Optional<Duration> lagTime = Optional.empty();

        private Builder(StreamState state) {
            this.state = state;
        }

        /** See {@link StreamProgress#batches()}. */
        public Builder batches(long value) {
            batches = value;
            return this;
        }

        /** See {@link StreamProgress#records()}. */
        public Builder records(long value) {
            records = value;
            return this;
        }

        /** See {@link StreamProgress#restarts()}. */
        public Builder restarts(long value) {
            restarts = value;
            return this;
        }

        /** See {@link StreamProgress#rejected()}. */
        public Builder rejected(long value) {
            rejected = value;
            return this;
        }

        /** See {@link StreamProgress#lastBatch()} and {@link StreamProgress#lastCommit()}. */
        public Builder lastBatch(BatchReport batch, Instant committed) {
            lastBatch = Optional.of(batch);
            lastCommit = Optional.of(committed);
            return this;
        }

        /** See {@link StreamProgress#lastActivity()}. */
        public Builder lastActivity(Instant value) {
            lastActivity = Optional.of(value);
            return this;
        }

        /** See {@link StreamProgress#lagByPartition()}. */
        public Builder lagByPartition(Map<TopicPartition, Long> value) {
            lagByPartition = Map.copyOf(value);
            return this;
        }

        /** See {@link StreamProgress#lagTime()}. */
        public Builder lagTime(Duration value) {
            lagTime = Optional.of(value);
            return this;
        }

        /** Makes the snapshot. */
        public StreamProgress build() {
            return new StreamProgress(this);
        }
    }
}
