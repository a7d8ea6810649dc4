package io.tidemark.stream.keeping;

import io.tidemark.offset.GroupId;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.internal.LagTime;
import io.tidemark.stream.internal.ProgressLog;
import io.tidemark.stream.internal.ProgressTracker;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import io.tidemark.stream.internal.fence.OwnWrites;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that a stream keeps across its runs in one process: the leader epochs of its partitions, the size of a
 * batch that its sink and store accept, its writes whose answers were lost, its progress, and whether a listener has
 * requested a stop. Thread-safe.
 *
 * @since 0.1
 */
public final class StreamMemory {

    /** The name is part of the documentation: it is what a job's log configuration names. */
    private static final Logger LOG = LoggerFactory.getLogger("io.tidemark.stream.progress");

    private final LeaderEpochs epochs = new LeaderEpochs();
    private final BatchSize size = new BatchSize();
    private final OwnWrites writes = new OwnWrites();
    private final ProgressTracker progress = new ProgressTracker();
    private final ProgressLog log = new ProgressLog(progress::progressWithLook, executor(), LOG::info);
    private final CompletableFuture<Void> stopRequested = new CompletableFuture<>();

    /** The most offsets that a part of a batch covers; {@link Long#MAX_VALUE} if no batch was too large. */
    public long maxRecords() {
        return size.records();
    }

    /** Whether a listener has requested a stop, with {@link StreamEvent#stop()}. */
    public boolean isStopRequested() {
        return stopRequested.isDone();
    }

    /**
     * Runs an action when a listener requests a stop, on the listener's thread, or at once if one has already done so.
     * The action must return at once.
     */
    public void onStopRequested(Runnable action) {
        var unused = stopRequested.thenRun(action);
    }

    /** One thread, which exists only while it has something to do. */
    private static Executor executor() {
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            Thread thread = new Thread(work, "tidemark-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Sends events to the listeners of the settings, and writes the progress to the log. */
    public StreamEvents events(KeepingSettings settings) {
        List<StreamListener> listeners = new ArrayList<>(settings.listeners());
        listeners.add(log);
        return new StreamEvents(
                new StreamEvent.Source() {
                    @Override
                    public GroupId group() {
                        return settings.group();
                    }

                    @Override
                    public Instant now() {
                        return settings.clock().instant();
                    }

                    @Override
                    public void stop() {
                        stopRequested.complete(null);
                    }
                },
                progress,
                listeners);
    }

    /** How far the stream is. */
    public StreamProgress progress() {
        return progress.progress();
    }

    /** See {@link StreamProgress#lagByPartition()}. */
    public Map<TopicPartition, Long> lag() {
        return progress.lag();
    }

    /** See {@link StreamProgress#lagTime()}. Cheaper than the whole progress. */
    public Optional<Duration> lagTime() {
        return progress.lagTime();
    }

    /** See {@link StreamProgress#lastCommit()}. */
    public Optional<Instant> lastCommit() {
        return progress.lastCommit();
    }

    /**
     * Takes the lag from this log from now on.
     *
     * @param timestamps reads the timestamps of records
     */
    void follow(LogWatch watch, KeepingSettings settings, Timestamps timestamps) {
        progress.lagFrom(watch::lagByPartition);
        progress.lagTimeFrom(new LagTime(
                new LagTime.Log() {
                    @Override
                    public Map<TopicPartition, Long> lagByPartition() {
                        return watch.lagByPartition();
                    }

                    @Override
                    public long next(TopicPartition partition) {
                        return watch.next(partition);
                    }

                    @Override
                    public Map<TopicPartition, Instant> timestamps(Map<TopicPartition, Long> offsets) {
                        return StreamMemory.timestamps(timestamps, offsets);
                    }
                },
                settings.clock()));
        watch.onRefresh(() -> log.polled(settings.group(), settings.clock().instant()));
    }

    /** A look that fails is no failure of the stream: the age is unknown. */
    private static Map<TopicPartition, Instant> timestamps(Timestamps timestamps, Map<TopicPartition, Long> offsets) {
        try {
            return timestamps.at(offsets);
        } catch (RuntimeException e) {
            LOG.debug("Cannot read the age of the oldest unread records", e);
            return Map.of();
        }
    }

    /** Reads the timestamps of the first records at or after some offsets. */
    @FunctionalInterface
    interface Timestamps {
        Map<TopicPartition, Instant> at(Map<TopicPartition, Long> offsets);
    }

    LeaderEpochs epochs() {
        return epochs;
    }

    BatchSize size() {
        return size;
    }

    OwnWrites writes() {
        return writes;
    }
}
