package io.tidemark.spark.internal.queue;

import java.util.HashSet;
import java.util.Set;

/**
 * Interrupts the running batch when the timeout of a stop ends. Spark 3.5 does so by itself, Spark 4 does not. A thread
 * is interrupted only while it runs a batch: afterwards it belongs to Spark. Thread-safe.
 */
public final class CutOff {

    private final Set<Thread> working = new HashSet<>();

    public void run(Runnable work) {
        Thread current = Thread.currentThread();
        change(() -> working.add(current));
        try {
            work.run();
        } finally {
            change(() -> working.remove(current));
        }
    }

    public void interruptAll() {
        change(() -> working.forEach(Thread::interrupt));
    }

    private synchronized void change(Runnable change) {
        change.run();
    }
}
