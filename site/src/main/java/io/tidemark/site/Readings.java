package io.tidemark.site;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs single readings of the metrics: a few at a time, each with a timeout. If the source hangs, it blocks these few
 * threads until its client's own timeout, and no thread that serves requests.
 */
final class Readings implements AutoCloseable {

    /** Limits the load of the metrics' server, regardless of the number of visitors. */
    private static final int AT_A_TIME = 4;

    private final Duration limit;
    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final ExecutorService threads = Executors.newCachedThreadPool(Threads.named("site-reading"));

    Readings(Duration limit) {
        this.limit = limit;
    }

    /**
     * Runs a reading and waits for its result.
     *
     * @throws SourceSilentException if there is none within the timeout
     * @throws RuntimeException the reading's own exception
     */
    <T> T read(Supplier<T> reading) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            if (!free.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw silent("all readings are busy");
            }
            Future<T> result = submit(reading);
            return result.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw silent("no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent("the server stops");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Cannot read the metrics: " + e.getCause(), e);
        }
    }

    private <T> Future<T> submit(Supplier<T> reading) {
        try {
            return threads.submit(() -> {
                try {
                    return reading.get();
                } finally {
                    // an abandoned reading still occupies the metrics' server
                    free.release();
                }
            });
        } catch (RuntimeException e) {
            free.release();
            throw silent("the server stops");
        }
    }

    private SourceSilentException silent(String reason) {
        return new SourceSilentException(reason + " within " + limit.toMillis() + " ms");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
