package io.tidemark.spark;

import io.tidemark.offset.OffsetStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A running stream whose offsets are kept, verified and tied to its output. After a batch fails, nothing later is run or
 * committed; the stream ends, or is started again from what is stored if its settings say so.
 *
 * <p>Spark lets one streaming context run in a JVM at a time, and so one managed stream. Its group has no members in Kafka.
 *
 * <p>Thread-safe. It borrows its Spark context, store and sink and closes none of them.
 */
public final class ManagedStream implements AutoCloseable {

    private final StreamSettings<?, ?> settings;
    private final Supervisor supervisor;

    private ManagedStream(StreamSettings<?, ?> settings, Supervisor supervisor) {
        this.settings = settings;
        this.supervisor = supervisor;
    }

    /**
     * Begins a stream; the methods of the answer start it.
     *
     * @param spark the Spark context; borrowed
     * @param store where the offsets are kept; borrowed
     * @param settings everything else
     * @param <K> the type of the keys
     * @param <V> the type of the values
     */
    public static <K, V> StreamStarter<K, V> of(
            JavaSparkContext spark, OffsetStore store, StreamSettings<K, V> settings) {
        return new StreamStarter<>(spark, store, settings);
    }

    static ManagedStream start(StreamSettings<?, ?> settings, StreamEvents events, StreamLife.Factory factory) {
        Supervisor supervisor = Supervisor.start(settings, events, factory);
        ManagedStream stream = new ManagedStream(settings, supervisor);
        StopSignals.watch(stream, settings, supervisor.terminated());
        return stream;
    }

    /** Completes when the stream has ended for good. */
    CompletableFuture<Void> terminated() {
        return supervisor.terminated();
    }

    /**
     * Waits until the stream has ended.
     *
     * @throws BatchFailedException if a batch failed; it names the batch, its ranges and the cause
     * @throws RuntimeException whatever else ended the stream
     * @throws InterruptedException if the waiting thread is interrupted; the stream goes on
     */
    public void awaitTermination() throws InterruptedException {
        try {
            supervisor.terminated().get();
        } catch (ExecutionException e) {
            throw unchecked(e);
        }
    }

    /**
     * Waits until the stream has ended, or the time is up.
     *
     * @return whether it has ended
     * @throws BatchFailedException if a batch failed; it names the batch, its ranges and the cause
     * @throws RuntimeException whatever else ended the stream
     * @throws InterruptedException if the waiting thread is interrupted; the stream goes on
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        try {
            supervisor.terminated().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw unchecked(e);
        }
    }

    /** Whether the stream has not ended yet. */
    public boolean isRunning() {
        return !supervisor.terminated().isDone();
    }

    /**
     * Finishes and commits the running batch, and the one that is still being written beside it, and ends the stream; batches
     * that are formed but not begun are left for the next start. Waits no longer than {@link StreamSettings#stopTimeout()}, then cuts the batch off: it is then either
     * committed or not, as after a crash. Does nothing if the stream has ended. If the thread is interrupted while it
     * waits, the batch is cut off at once and the flag stays set. Throws nothing: a batch that fails meanwhile is what
     * {@link #awaitTermination()} throws.
     */
    @Override
    public void close() {
        stop(settings.stopTimeout());
    }

    /**
     * As {@link #close()}, with another time limit.
     *
     * @return whether the running batch, if there was one, came to its end in time
     */
    public boolean stop(Duration timeout) {
        return supervisor.stop(timeout);
    }

    private static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException("Cannot go on with the stream: " + cause, cause);
    }
}
