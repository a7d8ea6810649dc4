package io.tidemark.spark;

import java.time.Duration;

/**
 * Lets one batch in at a time until it is shut, and tells when the last one is out. Spark queues batches and runs them one
 * by one, also after one of them has failed; behind a shut gate they do nothing. Thread-safe.
 */
final class BatchGate {

    private boolean shut;
    private boolean occupied;

    /** Lets a batch in; false if the gate is shut. */
    synchronized boolean enter() {
        if (shut || occupied) {
            return false;
        }
        occupied = true;
        return true;
    }

    synchronized void leave() {
        occupied = false;
        notifyAll();
    }

    /** Lets no further batch in; one that is in may finish. False if the gate was shut before. */
    synchronized boolean shut() {
        boolean wasOpen = !shut;
        shut = true;
        return wasOpen;
    }

    /** Waits until no batch is in; false if one still is when the time is up. */
    synchronized boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (occupied) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
