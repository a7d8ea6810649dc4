package io.tidemark.bench.costs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long each batch of a stream took: from its time, which is when Spark's timer is to form it, until all that
 * belongs to it is done, or from the end of the batch before where that was later. One thread adds, another one waits.
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
     * @param first how many batches do not count: the first ones connect
     * @param batches how many to wait for, the first ones included
     */
    BatchTimes(int first, int batches) {
        this.first = first;
        this.left = new CountDownLatch(batches);
    }

    /** A batch is done. */
    synchronized void done(Instant time) {
        done(time, Duration.ZERO, Duration.ZERO);
    }

    /** A batch is done, and of its time so much went to the sink and to the store. */
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

    /** Whether no more of them count. */
    boolean areComplete() {
        return isOver || left.getCount() == 0;
    }

    /** No more of them count. */
    void end() {
        isOver = true;
    }

    /** Waits for as many batches as there are to be. */
    void await() throws InterruptedException {
        if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(
                    "Cannot measure: after " + PATIENCE + " " + left.getCount() + " batches are still to come");
        }
    }

    /** Waits for a time, whatever comes. */
    void awaitFor(Duration time) throws InterruptedException {
        var unused = left.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How long each took of its own. */
    synchronized Samples busy() {
        return busy.copy();
    }

    /** How long after its time each was done, the wait for those before it included. */
    synchronized Samples delays() {
        return delays.copy();
    }

    /** What of it went to the sink. */
    synchronized Samples writing() {
        return writing.copy();
    }

    /** What of it went to the store. */
    synchronized Samples committing() {
        return committing.copy();
    }

    private static double millis(Duration duration) {
        return duration.dividedBy(ChronoUnit.MICROS.getDuration()) / 1e3;
    }
}
