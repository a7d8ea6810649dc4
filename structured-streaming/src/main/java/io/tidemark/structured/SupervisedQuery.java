package io.tidemark.structured;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.TopicIdentity;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.internal.supervision.SupervisedRun;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a managed query: one start of it in Spark. */
final class SupervisedQuery implements SupervisedRun {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedQuery.class);

    /** How long a query may take to end after its batch was cut off. */
    private static final Duration CUT_OFF = Duration.ofSeconds(10);

    /** In Spark's message for a query that finds another one on its checkpoint; Spark has no type for this failure. */
    private static final String ANOTHER_QUERY = "Multiple streaming jobs detected";

    private final GroupId group;
    private final QueryContext context;
    private final StreamingQuery query;
    private final QueryRun run;
    private final long batchesBefore;
    private final CompletableFuture<Optional<Throwable>> ended;

    private SupervisedQuery(
            GroupId group,
            QueryContext context,
            StreamingQuery query,
            QueryRun run,
            long batchesBefore,
            CompletableFuture<Optional<Throwable>> ended) {
        this.group = group;
        this.context = context;
        this.query = query;
        this.run = run;
        this.batchesBefore = batchesBefore;
        this.ended = ended;
    }

    /** Starts a query in Spark. */
    @FunctionalInterface
    interface Start {
        StreamingQuery start() throws TimeoutException;
    }

    /**
     * Starts the query, and returns when its source has resumed.
     *
     * @param known the identities that the run before has seen
     * @throws RuntimeException why it cannot start
     */
    static SupervisedQuery begin(
            GroupId group, QueryContext context, Map<TopicPartition, TopicIdentity> known, Start start) {
        long before = context.memory().progress().batches();
        CompletableFuture<QueryRun> opened = context.begin(known);
        StreamingQuery query;
        try {
            query = start.start();
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Cannot start the query of group " + group + ": an earlier run with its checkpoint does not end",
                    e);
        }
        CompletableFuture<Optional<Throwable>> ended = awaitEnd(group, context, query, opened);
        try {
            CompletableFuture.anyOf(opened, ended).get();
            if (opened.isDone()) {
                return new SupervisedQuery(group, context, query, opened.get(), before, ended);
            }
            throw unchecked(
                    group,
                    ended.get()
                            .orElseGet(() -> new IllegalStateException(
                                    "it has ended before its source was opened; it must read the records"
                                            + " that it was given")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopQuietly(group, query);
            throw new IllegalStateException("Interrupted while the query of group " + group + " started", e);
        } catch (ExecutionException e) {
            throw unchecked(group, e);
        }
    }

    private static CompletableFuture<Optional<Throwable>> awaitEnd(
            GroupId group, QueryContext context, StreamingQuery query, CompletableFuture<QueryRun> opened) {
        CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();
        Thread waiting = new Thread(
                () -> {
                    Optional<Throwable> failure = Optional.empty();
                    try {
                        query.awaitTermination();
                    } catch (StreamingQueryException e) {
                        LOG.debug("The query of group {} has ended", group, e);
                        failure = context.isStopped()
                                ? Optional.empty()
                                : Optional.of(failure(group, context, opened, e));
                    } catch (RuntimeException | Error e) {
                        failure = Optional.of(e);
                    }
                    context.ended();
                    ended.complete(failure);
                },
                "tidemark-await-" + group);
        waiting.setDaemon(true);
        waiting.start();
        return ended;
    }

    /** Names the batch, if one was running; otherwise the reason itself. */
    private static Throwable failure(
            GroupId group, QueryContext context, CompletableFuture<QueryRun> opened, StreamingQueryException thrown) {
        Throwable cause = conflict(group, opened, thrown.getCause() == null ? thrown : thrown.getCause());
        return context.batch()
                .<Throwable>map(batch -> new BatchFailedException(group, batch.time(), batch.ranges(), cause))
                .orElse(cause);
    }

    /**
     * A query that was paused finds that its successor has gone on with its checkpoint. If it has moved the offsets as
     * well, that is a conflict: a restart would only take the group from the successor again.
     */
    private static Throwable conflict(GroupId group, CompletableFuture<QueryRun> opened, Throwable cause) {
        if (!opened.isDone() || !String.valueOf(cause.getMessage()).contains(ANOTHER_QUERY)) {
            return cause;
        }
        try {
            Optional<OffsetConflictException> conflict = opened.join().movedByAnother();
            conflict.ifPresent(found -> found.addSuppressed(cause));
            return conflict.<Throwable>map(found -> found).orElse(cause);
        } catch (OffsetStoreException e) {
            LOG.warn("Cannot read whether another query of group {} has moved its offsets", group, e);
            return cause;
        }
    }

    private static RuntimeException unchecked(GroupId group, Throwable cause) {
        return cause instanceof RuntimeException already
                ? already
                : new IllegalStateException("Cannot start the query of group " + group + ": " + cause, cause);
    }

    @Override
    public CompletableFuture<Optional<Throwable>> ended() {
        return ended;
    }

    @Override
    public CompletableFuture<Void> drained() {
        return ended.thenCompose(failed -> run.drained());
    }

    @Override
    public boolean progressed() {
        return context.memory().progress().batches() > batchesBefore;
    }

    @Override
    public Map<TopicPartition, TopicIdentity> identities() {
        return run.identities();
    }

    @Override
    public boolean stop(Duration timeout) {
        context.requestStop();
        boolean finished = awaitBatch(timeout);
        apart(() -> stopQuietly(group, query));
        awaitEnd();
        return finished;
    }

    @Override
    public void requestStop(Duration timeout) {
        context.requestStop();
        apart(() -> {
            var unused = stop(timeout);
        });
    }

    private boolean awaitBatch(Duration timeout) {
        try {
            if (context.awaitIdle(timeout)) {
                return true;
            }
            LOG.warn("The running batch of group {} did not finish within {}; it is cut off", group, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.warn("Interrupted while waiting for the running batch of group {}; it is cut off", group);
        }
        // from here on the batch cannot write: the next run may begin
        context.cutOff();
        run.revoke();
        return false;
    }

    /** Not interruptible, and short: a batch that ignores its interruption can no longer write. */
    private void awaitEnd() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + CUT_OFF.toNanos();
        while (!ended.isDone()) {
            try {
                ended.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (TimeoutException e) {
                run.revoke();
                ended.complete(Optional.empty());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void apart(Runnable work) {
        Thread thread = new Thread(work, "tidemark-stop");
        thread.setDaemon(true);
        thread.start();
    }

    private static void stopQuietly(GroupId group, StreamingQuery query) {
        try {
            query.stop();
        } catch (TimeoutException | RuntimeException e) {
            LOG.warn("Stopping the query of group {} failed", group, e);
        }
    }
}
