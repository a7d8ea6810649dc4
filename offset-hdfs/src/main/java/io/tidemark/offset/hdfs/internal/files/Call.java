package io.tidemark.offset.hdfs.internal.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * One call of a store: its time limit, its current step, and whether the request that applies a write may have been
 * sent. The thread that works on the call and the thread that waits for it share it.
 */
public final class Call {

    /** The progress of the write of a call. */
    private enum Phase {
        /** The request that applies the write has not been sent. */
        BEFORE,
        /** It may have been sent. */
        APPLYING,
        /** The caller no longer waits, and the request will not be sent. */
        ABANDONED
    }

    private final Duration limit;
    private final long endNanos;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BEFORE);
    private volatile String step = "starting";
    private volatile @Nullable Path applying;

    private Call(Duration limit) {
        this.limit = limit;
        this.endNanos = System.nanoTime() + limit.toNanos();
    }

    public static Call within(Duration limit) {
        return new Call(limit);
    }

    /**
     * Names the next step, for messages.
     *
     * @throws IOException if no time is left, or the caller no longer waits
     */
    void step(String next) throws IOException {
        step = next;
        requireTime();
    }

    /**
     * Checks that the call may continue.
     *
     * @throws IOException if no time is left, or the caller no longer waits
     */
    public void requireTime() throws IOException {
        if (phase.get() == Phase.ABANDONED) {
            throw new InterruptedIOException("the caller no longer waits");
        }
        if (leftNanos() <= 0) {
            throw new InterruptedIOException(timeIsUp());
        }
    }

    /**
     * Declares that the next request applies the write.
     *
     * @param source the file that the request renames
     * @throws IOException if no time is left, or the caller no longer waits; the request must not be sent then
     */
    void apply(Path source) throws IOException {
        step("renaming " + source.getName());
        applying = source;
        if (!phase.compareAndSet(Phase.BEFORE, Phase.APPLYING)) {
            throw new InterruptedIOException("the caller no longer waits");
        }
    }

    /** Declares that the request was not applied and never will be. */
    void notApplied() {
        phase.compareAndSet(Phase.APPLYING, Phase.BEFORE);
    }

    /** Whether it is known that the write is not applied. */
    public boolean isNotApplied() {
        return phase.get() != Phase.APPLYING;
    }

    /**
     * Declares that the caller no longer waits.
     *
     * @return the source of the rename, if the request may have been sent
     */
    Optional<Path> abandon() {
        return phase.compareAndSet(Phase.BEFORE, Phase.ABANDONED) ? Optional.empty() : applying();
    }

    /** The source of the rename, if the request may have been sent. */
    Optional<Path> applying() {
        return phase.get() == Phase.APPLYING ? Optional.ofNullable(applying) : Optional.empty();
    }

    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    String timeIsUp() {
        return "no answer within " + limit.toMillis() + " ms while " + step;
    }

    String interrupted() {
        return "the thread was interrupted while " + step;
    }

    String failedStep() {
        return step;
    }
}
