package io.tidemark.site;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A few threads that write to many clients. A write that takes too long is interrupted: the JDK's server writes to
 * blocking channels, and an interrupt closes the channel that a thread is blocked on. Until then the blocked thread is
 * replaced by another one, so clients that do not read delay no other client.
 */
final class EventWriters implements AutoCloseable {

    private static final int THREADS = 16;

    /** A write that takes longer is blocked: the client does not read. */
    private static final Duration BLOCKED = Duration.ofMillis(50);

    private final ThreadPoolExecutor threads;
    private final long limitNanos;
    private final Set<Write> running = ConcurrentHashMap.newKeySet();

    EventWriters(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.named("site-writer"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a write as soon as a thread is free; ignores it after {@link #close}. */
    void execute(Runnable write) {
        try {
            threads.execute(() -> {
                Write current = new Write(write);
                running.add(current);
                try {
                    current.run();
                } finally {
                    running.remove(current);
                }
            });
        } catch (RejectedExecutionException e) {
            // closed, and so is every client
        }
    }

    /** Interrupts the writes that take too long, and replaces the blocked threads. Call it periodically. */
    void watch() {
        long now = System.nanoTime();
        int blocked = 0;
        for (Write write : running) {
            write.cutIfStartedBefore(now - limitNanos);
            if (write.startedBefore(now - BLOCKED.toNanos())) {
                blocked++;
            }
        }
        resize(THREADS + blocked);
    }

    /** The core size must never be above the maximum. */
    private void resize(int count) {
        if (count > threads.getCorePoolSize()) {
            threads.setMaximumPoolSize(count);
            threads.setCorePoolSize(count);
        } else if (count < threads.getCorePoolSize()) {
            threads.setCorePoolSize(count);
            threads.setMaximumPoolSize(count);
        }
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

        boolean startedBefore(long nanos) {
            return started - nanos < 0;
        }

        synchronized void cutIfStartedBefore(long nanos) {
            if (!done && startedBefore(nanos)) {
                thread.interrupt();
            }
        }
    }
}
