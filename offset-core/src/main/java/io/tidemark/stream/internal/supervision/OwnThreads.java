package io.tidemark.stream.internal.supervision;

import java.util.concurrent.Callable;

/**
 * Knows which threads work for a stream at the moment. A stop that is called on one of them, by a listener or by a
 * batch's handler, must not wait for its own thread. Thread-safe.
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

    /** As {@link #run}, for work with a result. */
    public <T> T call(Callable<T> work) throws Exception {
        boolean before = current.get();
        current.set(true);
        try {
            return work.call();
        } finally {
            current.set(before);
        }
    }

    /** Whether this thread works for the stream at the moment. */
    public boolean isCurrent() {
        return current.get();
    }
}
