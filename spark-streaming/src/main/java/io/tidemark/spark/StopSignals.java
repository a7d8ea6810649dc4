package io.tidemark.spark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a stream gracefully when the process is asked to end, or when a marker file appears. */
final class StopSignals {

    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    /**
     * Before Spark's own hook, which would stop the streaming context under the running batch: Spark registers with
     * Hadoop's manager at 40, and the manager runs higher priorities first.
     */
    private static final int BEFORE_SPARK = 100;

    /** The hook's own time to stop what the batch has left, beside the time that the batch gets. */
    private static final Duration BEYOND_THE_BATCH = Duration.ofSeconds(15);

    private static final Duration MARKER_INTERVAL = Duration.ofSeconds(1);

    private StopSignals() {}

    /** @param hadoop how the marker's file system is reached */
    static void watch(
            ManagedStream stream,
            StreamSettings<?, ?> settings,
            Configuration hadoop,
            CompletableFuture<Void> terminated) {
        if (settings.shutdownHook() == StreamSettings.ShutdownHook.ON) {
            hook(stream, settings, terminated);
        }
        settings.stopMarker().ifPresent(uri -> {
            StopMarker marker = new StopMarker(uri, hadoop);
            Thread watcher =
                    new Thread(() -> watchMarker(marker, stream, terminated), "tidemark-marker-" + settings.group());
            watcher.setDaemon(true);
            watcher.start();
        });
    }

    private static void hook(ManagedStream stream, StreamSettings<?, ?> settings, CompletableFuture<Void> terminated) {
        Runnable hook = () -> {
            LOG.info("The process ends: stopping the stream of group {}", settings.group());
            stream.stopForExit();
        };
        ShutdownHookManager manager = ShutdownHookManager.get();
        long limit = settings.stopTimeout().plus(BEYOND_THE_BATCH).toSeconds();
        manager.addShutdownHook(hook, BEFORE_SPARK, limit, TimeUnit.SECONDS);
        var unused = terminated.whenComplete((done, failure) -> {
            if (!manager.isShutdownInProgress()) {
                manager.removeShutdownHook(hook);
            }
        });
    }

    private static void watchMarker(StopMarker marker, ManagedStream stream, CompletableFuture<Void> terminated) {
        while (true) {
            try {
                terminated.get(MARKER_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (marker.exists()) {
                    LOG.info("{} is there: stopping the stream", marker);
                    stream.close();
                    return;
                }
            } catch (java.util.concurrent.ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
