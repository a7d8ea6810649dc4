package io.tidemark.structured;

import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.TransactionalOffsetStore;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.event.StreamProgress;
import io.tidemark.stream.internal.supervision.OwnThreads;
import io.tidemark.stream.internal.supervision.Supervisor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A running query of Structured Streaming whose offsets are kept, verified and tied to its output. It is a query of the
 * source {@code tidemark} with everything that options cannot carry: a store and a sink that the job has made itself,
 * restarts, events, and a stop that finishes the running batch.
 *
 * <pre>{@code
 * try (ManagedQuery query = ManagedQuery.of(spark, store, settings)
 *         .transform(records -> records.selectExpr("CAST(value AS STRING) AS value", "timestamp"))
 *         .atLeastOnceInto(writer -> writer.format("parquet").option("path", "hdfs:///orders"))) {
 *     query.awaitTermination();
 * }
 * }</pre>
 *
 * <p>Several queries can run in one JVM, each with a group and a checkpoint of its own.
 *
 * <p>Thread-safe. It borrows its session, store and sink and closes none of them.
 *
 * @since 0.1
 */
public final class ManagedQuery implements AutoCloseable {

    private final QuerySettings settings;
    private final Supervisor supervisor;
    private final OwnThreads threads;
    private final QueryContext context;

    ManagedQuery(QuerySettings settings, Supervisor supervisor, OwnThreads threads, QueryContext context) {
        this.settings = settings;
        this.supervisor = supervisor;
        this.threads = threads;
        this.context = context;
    }

    /**
     * Begins a query; the methods of the answer start it.
     *
     * @param spark the session; borrowed
     * @param store where the offsets are kept; borrowed
     * @param settings everything else
     */
    public static QueryStarter<Row> of(SparkSession spark, OffsetStore store, QuerySettings settings) {
        return new QueryStarter<>(spark, store, settings, records -> records);
    }

    /**
     * Begins a query on a transactional store; the methods of the answer start it, one of them in the transactions of
     * the store. The type of the variable decides: a transactional store in a variable of type {@link OffsetStore} is
     * used without its transactions.
     *
     * @param spark the session; borrowed
     * @param store where the offsets are kept; borrowed
     * @param settings everything else
     * @param <C> the type of the store's connection
     */
    public static <C> TransactionalQueryStarter<Row, C> of(
            SparkSession spark, TransactionalOffsetStore<C> store, QuerySettings settings) {
        return new TransactionalQueryStarter<>(spark, store, settings, records -> records);
    }

    /**
     * Waits until the query has ended: it was stopped, its trigger has nothing left to do, or it failed and is not
     * restarted.
     *
     * @throws BatchFailedException if a batch failed; it names the batch, its ranges and the cause
     * @throws RuntimeException any other failure that ended the query
     * @throws IllegalStateException on a thread of the query itself, in a listener or a function of its output
     * @throws InterruptedException if the waiting thread is interrupted; the query continues
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
     * Waits until the query has ended, or the time is up.
     *
     * @return whether it has ended
     * @throws BatchFailedException if a batch failed; it names the batch, its ranges and the cause
     * @throws RuntimeException any other failure that ended the query
     * @throws IllegalStateException on a thread of the query itself, in a listener or a function of its output
     * @throws InterruptedException if the waiting thread is interrupted; the query continues
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
     * How many offsets the log holds beyond the batches that were planned, for each partition, as of the last trigger.
     * Empty before the first trigger and after the end of the query. It asks neither the cluster nor the store.
     */
    public Map<TopicPartition, Long> lag() {
        return context.memory().lag();
    }

    /**
     * How far the query is, over all its runs: its state, the last committed batch with its durations, the time of the
     * last commit, totals, and the lag. Available after the end of the query, too. Under at least once the processing
     * time is Spark's, in its own progress, and zero here. It asks neither the cluster nor the store.
     */
    public StreamProgress lastProgress() {
        return context.memory().progress();
    }

    /** Whether the query has not ended yet. */
    public boolean isRunning() {
        return !supervisor.terminated().isDone();
    }

    /**
     * Finishes and commits the running batch, and ends the query. Waits no longer than
     * {@link QuerySettings#stopTimeout()}, then cuts the batch off: Spark interrupts it, and its later commits and
     * writes to the sink are refused before they reach the server. Does nothing if the query has ended. Throws nothing:
     * {@link #awaitTermination()} throws the failure of a batch.
     *
     * <p>It may be called from a listener or from a function of the output. There it requests the stop and returns at
     * once: the batch is finished and committed after the function has returned, and then the query ends.
     */
    @Override
    public void close() {
        boolean unused = stop(settings.stopTimeout());
    }

    /**
     * As {@link #close()}, with another time limit.
     *
     * @return whether the running batch, if there was one, and the query ended in time; false if the method was called
     *     from a listener or a function of the output and has only requested the stop
     */
    public boolean stop(Duration timeout) {
        if (context.isQueryThread()) {
            supervisor.requestStop(timeout);
            return false;
        }
        return supervisor.stop(timeout);
    }

    private void refuseOwnThread() {
        if (context.isQueryThread() || threads.isCurrent()) {
            throw new IllegalStateException("Cannot wait for the end of the query of group " + settings.group()
                    + " on a thread of that query, which would wait for itself: call stop() and return, or wait on"
                    + " another thread");
        }
    }

    private static RuntimeException unchecked(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException("Cannot continue the query: " + cause, cause);
    }
}
