package io.tidemark.stream.internal.supervision;

import java.util.concurrent.Callable;

/**
 * Knows which threads are at work for a stream right now: a stop that is called on one of them, by a listener or by a
 * batch's handler, must not wait for itself. Thread-safe.
 */
public final class OwnThreads {

    private final ThreadLocal<Boolean> current = ThreadLocal.withInitial(() -> false);

    /** Runs a part of the stream's work on this thread. */
    public void run(Runnable work) {
        boolean before = current.get();
        current.set(true);
        try {
            work.run();
        } finally {
            current.set(before);
        }
    }

    /** The same for work with a result. */
    public <T> T call(Callable<T> work) throws Exception {
        boolean before = current.get();
        current.set(true);
        try {
            return work.call();
        } finally {
            current.set(before);
        }
    }

    /** Whether this thread is at work for the stream. */
    public boolean isCurrent() {
        return current.get();
    }
}
