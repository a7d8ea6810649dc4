package io.tidemark.stream.event;

import io.tidemark.stream.BatchFailedException;
import java.time.Duration;
import java.util.Optional;

/**
 * The stream, or one of its batches, has failed. Nothing after the failure was run or committed. The stream restarts
 * after a delay, or ends.
 *
 * @since 0.1
 */
public final class StreamFailed extends StreamEvent {

    private final Throwable cause;
    private final int failures;
    private final Optional<Duration> restartDelay;

    /**
     * Describes a failure.
     *
     * @param cause the failure
     * @param failures how many failures there were since the last committed batch, this one included
     * @param restartDelay how long the stream waits before it restarts; empty if it does not
     */
    public StreamFailed(Source source, Throwable cause, int failures, Optional<Duration> restartDelay) {
        super(source);
        this.cause = cause;
        this.failures = failures;
        this.restartDelay = restartDelay;
    }

    /** The failure; a {@link BatchFailedException} if a batch failed. */
    public Throwable cause() {
        return cause;
    }

    /** The failed batch; empty if something else failed, such as a poll or a restart. */
    public Optional<BatchFailedException> batch() {
        return cause instanceof BatchFailedException failed ? Optional.of(failed) : Optional.empty();
    }

    /** How many failures there were since the last committed batch, this one included. */
    public int failures() {
        return failures;
    }

    /** Whether the stream restarts. */
    public boolean willRestart() {
        return restartDelay.isPresent();
    }

    /** How long the stream waits before it restarts; empty if it does not. */
    public Optional<Duration> restartDelay() {
        return restartDelay;
    }

    @Override
    public String toString() {
        return "StreamFailed[group=" + group() + ", time=" + time() + ", failures=" + failures + ", restart="
                + restartDelay.map(delay -> "in " + delay.toMillis() + " ms").orElse("no") + ", cause=" + cause + "]";
    }
}
