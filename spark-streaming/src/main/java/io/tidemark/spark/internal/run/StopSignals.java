package io.tidemark.spark.internal.run;

import io.tidemark.offset.GroupId;
import io.tidemark.stream.internal.supervision.Supervisor;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a stream gracefully when the process is asked to end, or when a marker file appears. */
public final class StopSignals {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    /**
     * Before Spark's own hook, which would stop the streaming context under the running batch: Spark registers with
     * Hadoop's manager at 40, and the manager runs higher priorities first.
     */
    private static final int BEFORE_SPARK = 100;

    /** The hook's own time to stop what the batch has left, beside the time that the batch gets. */
    private static final Duration BEYOND_THE_BATCH = Duration.ofSeconds(15);

    private static final Duration MARKER_INTERVAL = Duration.ofSeconds(1);

    private final GroupId group;
    private final Supervisor supervisor;
    private final Duration stopTimeout;

    /**
     * @param group the group of the stream
     * @param supervisor stops the stream
     * @param stopTimeout how long a stop waits for the running batch
     */
    public StopSignals(GroupId group, Supervisor supervisor, Duration stopTimeout) {
        this.group = group;
        this.supervisor = supervisor;
        this.stopTimeout = stopTimeout;
    }

    /** Stops the stream when the process is asked to end; the process waits for that. */
    public void onShutdown() {
        Runnable hook = () -> {
            LOG.info("The process ends: stopping the stream of group {}", group);
            supervisor.stopForExit(stopTimeout);
        };
        ShutdownHookManager manager = ShutdownHookManager.get();
        long limit = stopTimeout.plus(BEYOND_THE_BATCH).toSeconds();
        manager.addShutdownHook(hook, BEFORE_SPARK, limit, TimeUnit.SECONDS);
        supervisor.onEnd(failure -> {
            if (!manager.isShutdownInProgress()) {
                manager.removeShutdownHook(hook);
            }
        });
    }

    /** Stops the stream when the file appears. */
    public void onMarker(StopMarker marker) {
        Thread watcher = new Thread(() -> watchMarker(marker), "tidemark-marker-" + group);
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watchMarker(StopMarker marker) {
        while (true) {
            try {
                supervisor.terminated().get(MARKER_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (marker.exists()) {
                    LOG.info("{} exists: stopping the stream of group {}", marker, group);
                    boolean unused = supervisor.stop(stopTimeout);
                    return;
                }
            } catch (ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
