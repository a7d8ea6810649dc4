package io.tidemark.spark.internal.run;

import io.tidemark.offset.GroupId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.streaming.StreamingContext;

/**
 * The stream that runs in this JVM: Spark allows one streaming context at a time. Another stream can start when this
 * one has ended and none of its writes is under way. Thread-safe.
 */
@SuppressWarnings("deprecation") // DStreams as a whole are
public final class RunningStream {

    /** How long a start waits for the last write of a stream that has ended. */
    private static final Duration LAST_WRITE = Duration.ofSeconds(10);

    private static Optional<RunningStream> current = Optional.empty();

    private final GroupId group;
    private final CountDownLatch freed = new CountDownLatch(1);
    private volatile Optional<CompletableFuture<Void>> terminated = Optional.empty();

    private RunningStream(GroupId group) {
        this.group = group;
    }

    /**
     * Registers a stream as the one that runs.
     *
     * @throws IllegalStateException if another one runs
     */
    public static RunningStream claim(GroupId group) {
        RunningStream claimed = new RunningStream(group);
        for (Optional<RunningStream> other = claimed.take(); other.isPresent(); other = claimed.take()) {
            other.get().awaitFreed(group);
        }
        if (StreamingContext.getActive().isDefined()) {
            claimed.free();
            throw refused(group, "another streaming context, which is not a managed stream, runs in this JVM");
        }
        return claimed;
    }

    /**
     * The stream has started.
     *
     * @param end completes when it has ended; a write of an aborted batch may still be in progress then
     */
    public void started(CompletableFuture<Void> end) {
        terminated = Optional.of(end);
    }

    /** Another stream may start. */
    public void free() {
        synchronized (RunningStream.class) {
            if (current.filter(running -> running == this).isPresent()) {
                current = Optional.empty();
            }
        }
        freed.countDown();
    }

    /** Registers this stream if none runs; otherwise returns the one that does. */
    private Optional<RunningStream> take() {
        synchronized (RunningStream.class) {
            if (current.isPresent()) {
                return current;
            }
            current = Optional.of(this);
            return Optional.empty();
        }
    }

    private void awaitFreed(GroupId next) {
        if (terminated.filter(CompletableFuture::isDone).isEmpty()) {
            throw refused(next, "the stream of group " + group + " runs in this JVM");
        }
        try {
            if (freed.await(LAST_WRITE.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                "Cannot start the stream of group " + next + ": the stream of group " + group
                        + " has ended, but a write of it to its store or sink has not returned within "
                        + LAST_WRITE.toSeconds()
                        + " s. Start again when the time limit of that client has passed, or start it in another driver process");
    }

    private static IllegalStateException refused(GroupId group, String reason) {
        return new IllegalStateException("Cannot start the stream of group " + group + ": " + reason
                + ", and Spark allows one streaming context in a JVM. Stop that one first (for a managed stream: stop or"
                + " close, then awaitTermination), or start this one in a driver process of its own");
    }
}
