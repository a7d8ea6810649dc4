package io.tidemark.spark.internal.queue;

import java.time.Duration;

/**
 * Admits batches until it is shut, and waits until the last one has left. Spark queues batches and runs them one by
 * one, also after a failure; when the gate is shut, they do nothing. Thread-safe.
 */
public final class BatchGate {

    private boolean shut;
    private int inside;

    /** Admits a batch; false if the gate is shut. */
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

    /** Admits no further batch; those that are inside may finish. False if the gate was shut before. */
    public synchronized boolean shut() {
        boolean wasOpen = !shut;
        shut = true;
        return wasOpen;
    }

    /** Waits until no batch is inside; false if the timeout ends before. */
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
