package io.tidemark.structured.internal.health;

import io.tidemark.offset.GroupId;
import io.tidemark.stream.internal.supervision.Supervisor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a query gracefully when the process is asked to end; the process waits for that. */
public final class ShutdownStop {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownStop.class);

    /** Before Spark's own hook, which stops the context under the running batch. Spark registers at 40. */
    private static final int BEFORE_SPARK = 100;

    /** The hook's own time to stop what the batch has left, beside the time that the batch gets. */
    private static final Duration BEYOND_THE_BATCH = Duration.ofSeconds(15);

    private ShutdownStop() {}

    /**
     * Registers the stop, until the query has ended.
     *
     * @param timeout how long the running batch may take
     */
    public static void register(GroupId group, Supervisor supervisor, Duration timeout) {
        Runnable hook = () -> {
            LOG.info("The process ends: stopping the query of group {}", group);
            supervisor.stopForExit(timeout);
        };
        ShutdownHookManager manager = ShutdownHookManager.get();
        manager.addShutdownHook(
                hook, BEFORE_SPARK, timeout.plus(BEYOND_THE_BATCH).toSeconds(), TimeUnit.SECONDS);
        supervisor.onEnd(failure -> {
            if (!manager.isShutdownInProgress()) {
                manager.removeShutdownHook(hook);
            }
        });
    }
}
