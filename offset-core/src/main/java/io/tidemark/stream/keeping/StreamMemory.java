package io.tidemark.stream.keeping;

import io.tidemark.offset.GroupId;
import io.tidemark.stream.event.StreamEvent;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.internal.ProgressTracker;
import io.tidemark.stream.internal.StreamEvents;
import io.tidemark.stream.internal.cluster.LeaderEpochs;
import io.tidemark.stream.internal.fence.OwnWrites;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * The state that a stream keeps across its runs in one process: the leader epochs of its partitions, the size of a
 * batch that its sink and store accept, its writes whose answers were lost, its progress, and whether a listener has
 * requested a stop. Thread-safe.
 *
 * @since 0.1
 */
public final class StreamMemory {

    private final LeaderEpochs epochs = new LeaderEpochs();
    private final BatchSize size = new BatchSize();
    private final OwnWrites writes = new OwnWrites();
    private final ProgressTracker progress = new ProgressTracker();
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

    /** Sends events to the listeners of the settings. */
    public StreamEvents events(KeepingSettings settings) {
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
                settings.listeners());
    }

    /** How far the stream is. */
    public StreamProgress progress() {
        return progress.progress();
    }

    /** See {@link StreamProgress#lagByPartition()}. */
    public Map<TopicPartition, Long> lag() {
        return progress.lag();
    }

    /** Takes the lag from this log from now on. */
    void follow(LogWatch log) {
        progress.lagFrom(log::lagByPartition);
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
