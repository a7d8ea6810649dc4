package io.tidemark.spark;

import io.tidemark.offset.OffsetConflictException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins a stream's first life and, where the settings allow it, the ones after its failures. Thread-safe. */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final StreamSettings<?, ?> settings;
    private final StreamLife.Factory factory;
    private final StreamEvents events;
    private final CompletableFuture<Void> terminated = new CompletableFuture<>();
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private StreamLife life;

    private Supervisor(StreamSettings<?, ?> settings, StreamEvents events, StreamLife.Factory factory) {
        this.settings = settings;
        this.factory = factory;
        this.events = events;
        this.life = factory.begin(Map.of());
    }

    /** Begins the first life; fails if it cannot begin. */
    static Supervisor start(StreamSettings<?, ?> settings, StreamEvents events, StreamLife.Factory factory) {
        Supervisor supervisor = new Supervisor(settings, events, factory);
        Thread thread = new Thread(supervisor::supervise, "tidemark-" + settings.group());
        thread.setDaemon(true);
        thread.start();
        return supervisor;
    }

    /** Completes when the stream has ended for good, exceptionally if it failed. */
    CompletableFuture<Void> terminated() {
        return terminated;
    }

    boolean stop(Duration timeout) {
        stopRequested.countDown();
        boolean finished = life().stop(timeout);
        try {
            terminated.get();
        } catch (ExecutionException e) {
            LOG.debug("The stream of group {} had failed when it was stopped", settings.group(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return finished;
    }

    private void supervise() {
        Restarts restarts = new Restarts(settings.restarts());
        try {
            Optional<Throwable> failure = life().ended().get();
            while (failure.isPresent()) {
                if (life().progressed()) {
                    restarts.progressed();
                }
                Optional<Throwable> last = beginAgain(failure.get(), restarts);
                if (last.isPresent()) {
                    terminated.completeExceptionally(last.get());
                    return;
                }
                failure = life().ended().get();
            }
            terminated.complete(null);
        } catch (InterruptedException | ExecutionException | RuntimeException | Error e) {
            terminated.completeExceptionally(e);
        }
    }

    /** Begins another life; answers with what ended the stream for good if there shall be no other. */
    private Optional<Throwable> beginAgain(Throwable failure, Restarts restarts) throws InterruptedException {
        Throwable cause = failure;
        Optional<Duration> delay = restarts.afterFailure(cause);
        while (delay.isPresent() && !stopped(cause, restarts, delay.get())) {
            try {
                adopt(factory.begin(life().identities()));
                return Optional.empty();
            } catch (RuntimeException e) {
                cause = e;
                delay = restarts.afterFailedStart(e);
            }
        }
        Causes.find(cause, OffsetConflictException.class)
                .ifPresent(conflict -> events.tell(listener -> listener.conflicted(conflict)));
        return Optional.of(cause);
    }

    /** Waits before a restart; true if the stream was stopped in the meantime. */
    private boolean stopped(Throwable cause, Restarts restarts, Duration delay) throws InterruptedException {
        if (stopRequested.getCount() == 0) {
            return true;
        }
        LOG.warn(
                "The stream of group {} failed and is started again in {} ms; failures in a row: {}",
                settings.group(),
                delay.toMillis(),
                restarts.inARow(),
                cause);
        events.tell(listener -> listener.restarting(cause, restarts.inARow(), delay));
        return stopRequested.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void adopt(StreamLife next) {
        synchronized (this) {
            life = next;
        }
        if (stopRequested.getCount() == 0) {
            next.stop(settings.stopTimeout());
        }
    }

    private synchronized StreamLife life() {
        return life;
    }
}
