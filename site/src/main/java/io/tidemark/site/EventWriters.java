package io.tidemark.site;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A few threads that write to many clients. A write that takes too long is cut off: the JDK's server writes to blocking
 * channels, and an interrupt closes the channel that a thread is blocked on.
 */
final class EventWriters implements AutoCloseable {

    private static final int THREADS = 16;

    private final ExecutorService threads;
    private final long limitNanos;
    private final Set<Write> running = ConcurrentHashMap.newKeySet();

    EventWriters(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.threads = Executors.newFixedThreadPool(THREADS, Threads.named("site-writer"));
    }

    /** Runs a write as soon as a thread is free; forgets it once closed. */
    void execute(Runnable write) {
        try {
            threads.execute(() -> {
                Write current = new Write(write);
                running.add(current);
                current.run();
                running.remove(current);
            });
        } catch (RejectedExecutionException e) {
            // closed: so is every client
        }
    }

    /** Cuts off the writes that take too long. To be called every now and then. */
    void cutOverdue() {
        long now = System.nanoTime();
        running.forEach(write -> write.cutIfStartedBefore(now - limitNanos));
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(500, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Write {
        private final Runnable work;
        private final Thread thread = Thread.currentThread();
        private final long started = System.nanoTime();
        private boolean done;

        Write(Runnable work) {
            this.work = work;
        }

        void run() {
            try {
                work.run();
            } finally {
                synchronized (this) {
                    done = true;
                    // an interrupt that came too late must not hit the thread's next client
                    Thread.interrupted();
                }
            }
        }

        synchronized void cutIfStartedBefore(long nanos) {
            if (!done && started - nanos < 0) {
                thread.interrupt();
            }
        }
    }
}
