package io.tidemark.stream.internal.supervision;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.stream.BatchFailedException;
import io.tidemark.stream.RestartPolicy;
import io.tidemark.stream.event.StreamConflicted;
import io.tidemark.stream.event.StreamFailed;
import io.tidemark.stream.event.StreamListener;
import io.tidemark.stream.internal.Causes;
import io.tidemark.stream.internal.StreamEvents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a stream, and restarts it after failures as the {@link RestartPolicy} allows. Thread-safe. */
public final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** How long a stop waits at least for the end of the stream after its batch has ended or was aborted. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final GroupId group;
    private final RestartPolicy policy;
    private final SupervisedRun.Factory factory;
    private final StreamEvents events;
    private final OwnThreads threads;
    private final CompletableFuture<Optional<Throwable>> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    /** Completes when a stop is requested, with the time that the running batch may take. */
    private final CompletableFuture<Duration> stopRequested = new CompletableFuture<>();

    private SupervisedRun run;

    private Supervisor(
            GroupId group,
            RestartPolicy policy,
            StreamEvents events,
            OwnThreads threads,
            SupervisedRun.Factory factory) {
        this.group = group;
        this.policy = policy;
        this.factory = factory;
        this.events = events;
        this.threads = threads;
        this.run = factory.begin(Map.of());
    }

    /**
     * Starts the first run.
     *
     * @throws RuntimeException if it cannot start
     */
    public static Supervisor start(
            GroupId group,
            RestartPolicy policy,
            StreamEvents events,
            OwnThreads threads,
            SupervisedRun.Factory factory) {
        Supervisor supervisor = new Supervisor(group, policy, events, threads, factory);
        Thread thread = new Thread(() -> threads.run(supervisor::supervise), "tidemark-" + group);
        thread.setDaemon(true);
        thread.start();
        return supervisor;
    }

    /** Completes when the stream has ended for good, exceptionally if it failed. */
    public CompletableFuture<Void> terminated() {
        return terminated;
    }

    /**
     * Runs an action when the stream has ended for good, before those who wait for {@link #terminated()} continue; at
     * once if it has ended already.
     *
     * @param cleanup takes the failure that has ended the stream
     */
    public void onEnd(Consumer<? super Optional<Throwable>> cleanup) {
        var unused = ending.thenAccept(cleanup);
    }

    /** Completes when, beyond that, no write of the stream is under way any more. Never completes exceptionally. */
    public CompletableFuture<Void> drained() {
        return drained;
    }

    /**
     * Stops the stream and waits for its end; on a thread of the stream itself it requests the stop and returns.
     *
     * @return whether the batch and the stream came to their ends in time
     */
    public boolean stop(Duration timeout) {
        long began = System.nanoTime();
        if (threads.isCurrent()) {
            requestStop(timeout);
            return false;
        }
        stopRequested.complete(timeout);
        boolean finished = currentRun().stop(timeout);
        Duration left = timeout.minusNanos(System.nanoTime() - began);
        return awaitTerminated(left.compareTo(ENDING) > 0 ? left : ENDING) && finished;
    }

    /**
     * Requests a stop and returns at once.
     *
     * @param timeout how long the running batch may take before it is aborted
     */
    public void requestStop(Duration timeout) {
        stopRequested.complete(timeout);
        currentRun().requestStop(timeout);
    }

    /**
     * As {@link #stop}, for a process that ends. It also waits on a thread of the stream: a listener may end the
     * process.
     */
    public void stopForExit(Duration timeout) {
        stopRequested.complete(timeout);
        currentRun().stop(timeout);
        boolean unused = awaitTerminated(ENDING);
    }

    private boolean awaitTerminated(Duration limit) {
        try {
            terminated.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            LOG.debug("The stream of group {} had failed when it was stopped", group, e);
            return true;
        } catch (TimeoutException e) {
            LOG.warn(
                    "The stream of group {} has not ended within {} ms after its stop was requested; it ends when the"
                            + " start or the listener that is running returns",
                    group,
                    limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void supervise() {
        Restarts restarts = new Restarts(policy);
        try {
            Optional<Throwable> failure = currentRun().ended().get();
            while (failure.isPresent()) {
                if (currentRun().progressed()) {
                    restarts.progressed();
                }
                Optional<Throwable> last = beginAgain(failure.get(), restarts);
                if (last.isPresent()) {
                    end(last);
                    return;
                }
                failure = currentRun().ended().get();
            }
            end(Optional.empty());
        } catch (InterruptedException | ExecutionException | RuntimeException | Error e) {
            end(Optional.of(e));
        } finally {
            var unused = currentRun().drained().thenRun(() -> drained.complete(null));
        }
    }

    /** Begins another run; returns the failure that ends the stream for good if there is no other. */
    private Optional<Throwable> beginAgain(Throwable failure, Restarts restarts)
            throws InterruptedException, ExecutionException {
        Throwable cause = failure;
        Optional<Duration> delay = restarts.afterFailure(cause);
        while (restarts(cause, restarts.inARow(), delay)) {
            try {
                adopt(factory.begin(currentRun().identities()));
                return Optional.empty();
            } catch (RuntimeException e) {
                cause = e;
                delay = restarts.afterFailedStart(e);
            }
        }
        return Optional.of(cause);
    }

    /** Reports a failure, and waits before the restart if there is one; false if there is none. */
    private boolean restarts(Throwable cause, int failures, Optional<Duration> allowed)
            throws InterruptedException, ExecutionException {
        Optional<Duration> delay = allowed.filter(any -> !stopRequested.isDone());
        if (delay.isEmpty()) {
            Causes.find(cause, OffsetConflictException.class)
                    .ifPresent(conflict ->
                            events.tell(source -> new StreamConflicted(source, conflict), StreamListener::conflicted));
        }
        delay.ifPresent(wait -> logRestart(cause, failures, wait));
        events.tell(source -> new StreamFailed(source, cause, failures, delay), StreamListener::failed);
        return delay.isPresent() && !stoppedWithin(delay.get());
    }

    /** Reports the end first: a listener has received all events when the stream has ended for those who wait. */
    private void end(Optional<Throwable> failure) {
        events.tellEnd(failure);
        ending.complete(failure);
        if (failure.isPresent()) {
            terminated.completeExceptionally(failure.get());
        } else {
            terminated.complete(null);
        }
    }

    /** Waits before a restart; true if the stream was stopped in the meantime. */
    private boolean stoppedWithin(Duration delay) throws InterruptedException, ExecutionException {
        try {
            stopRequested.get(delay.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return stoppedBeforeDrained();
        }
    }

    /** A failed batch is in the log already, with the reason. */
    private void logRestart(Throwable cause, int failures, Duration delay) {
        String restart = "The stream of group " + group + " failed and is restarted in " + delay.toMillis()
                + " ms; failures in a row: " + failures;
        if (cause instanceof BatchFailedException) {
            LOG.warn(restart);
        } else {
            LOG.warn(restart, cause);
        }
    }

    /** Waits until no write of the failed run is under way any more; true if the stream was stopped in the meantime. */
    private boolean stoppedBeforeDrained() throws InterruptedException, ExecutionException {
        CompletableFuture<Void> last = currentRun().drained();
        CompletableFuture<Object> either = CompletableFuture.anyOf(last, stopRequested);
        while (true) {
            try {
                either.get(ENDING.toMillis(), TimeUnit.MILLISECONDS);
                return stopRequested.isDone();
            } catch (TimeoutException e) {
                LOG.warn(
                        "The stream of group {} is not restarted yet: a write of its last run to the store or the sink"
                                + " has not returned; the timeout of that client applies",
                        group);
            }
        }
    }

    private void adopt(SupervisedRun next) {
        synchronized (this) {
            run = next;
        }
        if (stopRequested.isDone()) {
            next.requestStop(stopRequested.join());
        }
    }

    private synchronized SupervisedRun currentRun() {
        return run;
    }
}
