package io.tidemark.spark.internal.queue;

import java.time.Duration;

/**
 * Lets batches in until it is shut, and tells when the last one is out. Spark queues batches and runs them one by one,
 * also after one of them has failed; behind a shut gate they do nothing. Thread-safe.
 */
public final class BatchGate {

    private boolean shut;
    private int inside;

    /** Lets a batch in; false if the gate is shut. */
    public synchronized boolean enter() {
        if (shut) {
            return false;
        }
        inside++;
        return true;
    }

    public synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** Lets no further batch in; those that are in may finish. False if the gate was shut before. */
    public synchronized boolean shut() {
        boolean wasOpen = !shut;
        shut = true;
        return wasOpen;
    }

    /** Waits until no batch is in; false if one still is when the time is up. */
    public synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (inside > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
