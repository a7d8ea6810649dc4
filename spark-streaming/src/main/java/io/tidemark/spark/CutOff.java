package io.tidemark.spark;

import java.util.HashSet;
import java.util.Set;

/**
 * Interrupts the batch that a stop does not wait for any longer. Spark 3.5 does so by itself, Spark 4 leaves the thread
 * running. A thread is interrupted only while it is at work here: afterwards it is Spark's. Thread-safe.
 */
final class CutOff {

    private final Set<Thread> working = new HashSet<>();

    void run(Runnable work) {
        Thread current = Thread.currentThread();
        change(() -> working.add(current));
        try {
            work.run();
        } finally {
            change(() -> working.remove(current));
        }
    }

    void interruptAll() {
        change(() -> working.forEach(Thread::interrupt));
    }

    private synchronized void change(Runnable change) {
        change.run();
    }
}
