package io.tidemark.stream.internal;

import io.tidemark.stream.event.BatchCommitted;
import io.tidemark.stream.event.BatchReport;
import io.tidemark.stream.event.StreamEnded;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamIdle;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.event.StreamStarted;
import io.tidemark.stream.event.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** Follows the events of a stream, over all its runs, to describe its progress. Thread-safe. */
public final class ProgressTracker {

    private StreamState state = StreamState.STARTING;
    private long batches;
    private long records;
    private long restarts;
    private long rejected;
    private Optional<BatchCommitted> last = Optional.empty();
    private Optional<Instant> lastActivity = Optional.empty();
    private Supplier<Map<TopicPartition, Long>> lag = Map::of;
    private Optional<LagTime> lagTime = Optional.empty();

    /** The source of the lag from now on, until the stream has ended. */
    public synchronized void lagFrom(Supplier<Map<TopicPartition, Long>> source) {
        lag = source;
    }

    /** The source of the lag in time from now on, until the stream has ended. */
    public synchronized void lagTimeFrom(LagTime source) {
        lagTime = Optional.of(source);
    }

    /** The progress now, after the age of the oldest unread record was read. It may wait for the cluster. */
    public StreamProgress progressWithLook() {
        lagTimeSource().ifPresent(LagTime::look);
        return progress();
    }

    /** The lag in time as of the last look; see {@link StreamProgress#lagTime()}. */
    public Optional<Duration> lagTime() {
        return lagTimeSource().flatMap(LagTime::age);
    }

    /** How many offsets the log holds beyond the batches that were formed, for each partition. */
    public Map<TopicPartition, Long> lag() {
        // not under this lock: the source has a lock of its own
        return Map.copyOf(lagSource().get());
    }

    /** When the last batch was committed; empty before the first commit. */
    public synchronized Optional<Instant> lastCommit() {
        return last.map(BatchCommitted::time);
    }

    /** The progress now. */
    public StreamProgress progress() {
        Map<TopicPartition, Long> known = lag();
        Optional<Duration> age = lagTime();
        synchronized (this) {
            StreamProgress.Builder progress = StreamProgress.builder(state)
                    .batches(batches)
                    .records(records)
                    .restarts(restarts)
                    .rejected(rejected)
                    .lagByPartition(known);
            last.ifPresent(event -> progress.lastBatch(event.report(), event.time()));
            lastActivity.ifPresent(progress::lastActivity);
            age.ifPresent(progress::lagTime);
            return progress.build();
        }
    }

    /** The stream has ended. */
    synchronized void end(Optional<Throwable> failure) {
        state = failure.isPresent() ? StreamState.FAILED : StreamState.STOPPED;
    }

    synchronized void note(StreamEvent event) {
        if (event instanceof StreamStarted) {
            state = StreamState.RUNNING;
        } else if (event instanceof BatchCommitted committed) {
            BatchReport report = committed.report();
            batches++;
            records += report.count();
            rejected += report.rejectedCount();
            last = Optional.of(committed);
            lastActivity = Optional.of(committed.time());
        } else if (event instanceof StreamIdle) {
            lastActivity = Optional.of(event.time());
        } else if (event instanceof StreamFailed failed && failed.willRestart()) {
            state = StreamState.RESTARTING;
            restarts++;
        } else if (event instanceof StreamEnded) {
            lag = Map::of;
            lagTime = Optional.empty();
        }
    }

    private synchronized Optional<LagTime> lagTimeSource() {
        return lagTime;
    }

    private synchronized Supplier<Map<TopicPartition, Long>> lagSource() {
        return lag;
    }
}
