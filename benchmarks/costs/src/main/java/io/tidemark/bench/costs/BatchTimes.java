package io.tidemark.bench.costs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The duration of each batch of a stream: from its time, at which Spark's timer should form it, or from the end of the
 * previous batch if that was later, until everything is done. One thread adds, another one waits.
 */
final class BatchTimes {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Clock CLOCK = Clock.systemUTC();

    private final int first;
    private final CountDownLatch left;
    private final Samples busy = new Samples();
    private final Samples delays = new Samples();
    private final Samples writing = new Samples();
    private final Samples committing = new Samples();
    private Instant lastEnd = Instant.MIN;
    private int seen;
    private volatile boolean isOver;

    /**
     * @param first the number of first batches that are ignored, because they connect
     * @param batches the number of batches to wait for, including the first ones
     */
    BatchTimes(int first, int batches) {
        this.first = first;
        this.left = new CountDownLatch(batches);
    }

    /** Records the end of a batch. */
    synchronized void done(Instant time) {
        done(time, Duration.ZERO, Duration.ZERO);
    }

    /** Records the end of a batch, with the times of the sink and the store. */
    synchronized void done(Instant time, Duration written, Duration committed) {
        Instant end = CLOCK.instant();
        if (!areComplete() && seen++ >= first) {
            busy.add(millis(Duration.between(time.isAfter(lastEnd) ? time : lastEnd, end)));
            delays.add(millis(Duration.between(time, end)));
            writing.add(millis(written));
            committing.add(millis(committed));
        }
        lastEnd = end;
        left.countDown();
    }

    /** Whether recording has ended. */
    boolean areComplete() {
        return isOver || left.getCount() == 0;
    }

    /** Ends recording. */
    void end() {
        isOver = true;
    }

    /** Waits until all batches are recorded. */
    void await() throws InterruptedException {
        if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "Cannot measure: after " + PATIENCE + " " + left.getCount() + " batches are still to come");
        }
    }

    /** Waits for a duration, regardless of batches. */
    void awaitFor(Duration time) throws InterruptedException {
        var unused = left.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The duration of each batch. */
    synchronized Samples busy() {
        return busy.copy();
    }

    /** The time from each batch's time to its end, including the wait for earlier batches. */
    synchronized Samples delays() {
        return delays.copy();
    }

    /** The times of the sink. */
    synchronized Samples writing() {
        return writing.copy();
    }

    /** The times of the store. */
    synchronized Samples committing() {
        return committing.copy();
    }

    private static double millis(Duration duration) {
        return duration.dividedBy(ChronoUnit.MICROS.getDuration()) / 1e3;
    }
}
