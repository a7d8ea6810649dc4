package io.tidemark.recharge.job;

import java.time.Duration;

/** The job while it runs. Thread-safe. */
public interface RunningJob extends AutoCloseable {

    /**
     * Waits until the job has ended.
     *
     * @throws RuntimeException what it failed with
     * @throws InterruptedException if the thread is interrupted; the job continues
     */
    void awaitTermination() throws InterruptedException;

    /**
     * The same, no longer than for a time.
     *
     * @return whether it has ended
     */
    boolean awaitTermination(Duration timeout) throws InterruptedException;

    /** Whether it has not ended yet. */
    boolean isRunning();

    /** Finishes the running batch and ends the job. Throws nothing. */
    @Override
    void close();
}
