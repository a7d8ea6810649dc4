package io.tidemark.spark;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.spark.internal.run.SharedState;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.internal.supervision.OwnThreads;
import io.tidemark.stream.internal.supervision.Supervisor;
import io.tidemark.stream.keeping.StreamMemory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A running DStream that stores its offsets, verifies them before each batch, and commits them together with its
 * output. After a batch fails, no later batch runs or commits: the stream ends, or restarts from the stored offsets
 * if its {@linkplain StreamSettings#restarts() restart policy} allows it.
 *
 * <pre>{@code
 * try (ManagedStream stream = ManagedStream.of(spark, store, settings)
 *         .atLeastOnce(batch -> batch.records().foreach(record -> System.out.println(record.value())))) {
 *     stream.awaitTermination();
 * }
 * }</pre>
 *
 * <p>Spark allows one active streaming context in a JVM, so only one managed stream can run in a JVM. The stream
 * assigns its partitions itself: its group has no members in Kafka.
 *
 * <p>Thread-safe. It borrows its Spark context, store and sink and closes none of them.
 *
 * @since 0.1
 */
public final class ManagedStream implements AutoCloseable {

    private final StreamSettings<?, ?> settings;
    private final Supervisor supervisor;
    private final OwnThreads threads;
    private final StreamMemory memory;

    ManagedStream(StreamSettings<?, ?> settings, Supervisor supervisor, SharedState shared) {
        this.settings = settings;
        this.supervisor = supervisor;
        this.threads = shared.threads();
        this.memory = shared.memory();
    }

    /**
     * Returns a starter. Each of its methods starts the stream with another guarantee.
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

    /**
     * Returns a starter that can also commit in the transactions of the store. The compiler chooses this method by
     * the declared type: a transactional store in a variable of type {@link OffsetStore} is used without its
     * transactions.
     *
     * @param spark the Spark context; borrowed
     * @param store where the offsets are kept; borrowed
     * @param settings everything else
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param <C> the type of the store's connection
     */
    public static <K, V, C> TransactionalStreamStarter<K, V, C> of(
            JavaSparkContext spark, TransactionalOffsetStore<C> store, StreamSettings<K, V> settings) {
        return new TransactionalStreamStarter<>(spark, store, settings);
    }

    /**
     * Waits until the stream has ended.
     *
     * @throws BatchFailedException if a batch failed; it names the batch, its ranges and the cause
     * @throws RuntimeException any other failure that ended the stream
     * @throws IllegalStateException on a thread of the stream itself, in a listener or a batch's handler
     * @throws InterruptedException if the waiting thread is interrupted; the stream continues
     */
    public void awaitTermination() throws InterruptedException {
        refuseOwnThread();
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
     * @throws RuntimeException any other failure that ended the stream
     * @throws IllegalStateException on a thread of the stream itself, in a listener or a batch's handler
     * @throws InterruptedException if the waiting thread is interrupted; the stream continues
     */
    public boolean awaitTermination(Duration timeout) throws InterruptedException {
        refuseOwnThread();
        try {
            supervisor.terminated().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw unchecked(e);
        }
    }

    /**
     * The lag of each partition as of the last poll: the number of offsets from the end of the last formed batch to
     * the end of the log. In a transactional or compacted topic there are fewer records than offsets. Empty before
     * the first poll and after the end of the stream. Sends no request to the cluster or the store.
     */
    public Map<TopicPartition, Long> lag() {
        return memory.lag();
    }

    /**
     * The progress of the stream, over all its runs: its state, the last committed batch with its durations, the
     * time of the last commit, totals, and the lag. Also available after the end of the stream. Sends no request to
     * the cluster or the store.
     *
     * <pre>{@code
     * StreamProgress progress = stream.lastProgress();
     * if (progress.state() == StreamState.RUNNING && progress.lag() > 1_000_000) {
     *     System.err.println("far behind: " + progress);
     * }
     * }</pre>
     */
    public StreamProgress lastProgress() {
        return memory.progress();
    }

    /** Whether the stream has not ended yet. */
    public boolean isRunning() {
        return !supervisor.terminated().isDone();
    }

    /**
     * Stops the stream gracefully: finishes and commits the running batch and, if the previous batch is still being
     * written to the sink, that one, too. The next start reads batches that were formed but had not started. If the
     * batches take longer than {@link StreamSettings#stopTimeout()}, they are aborted: their threads are
     * interrupted, and their later commits and writes are refused before they reach the server. A write that was
     * already sent is applied or not, as after a crash. Another stream can start in this JVM when that write has
     * returned. Does nothing if the stream has ended. If the calling thread is interrupted while it waits, the
     * batches are aborted immediately and the thread stays interrupted. Never throws the failure of a batch: {@link
     * #awaitTermination()} does.
     *
     * <p>It may be called from a listener or from a batch's handler. There it only requests the stop and returns
     * immediately, because waiting would be a deadlock. After the handler has returned, the batch is committed and
     * the stream ends.
     */
    @Override
    public void close() {
        stop(settings.stopTimeout());
    }

    /**
     * As {@link #close()}, with another time limit.
     *
     * @return whether the running batch, if there was one, and the stream ended in time; false if the method was called
     *     from a listener or a batch's handler and has only requested the stop
     */
    public boolean stop(Duration timeout) {
        return supervisor.stop(timeout);
    }

    private void refuseOwnThread() {
        if (threads.isCurrent()) {
            throw new IllegalStateException("Cannot wait for the end of the stream of group " + settings.group()
                    + " on a thread of that stream, which would wait for itself: call stop() and return, or wait on another"
                    + " thread");
        }
    }

    private static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException("Cannot continue the stream: " + cause, cause);
    }
}
