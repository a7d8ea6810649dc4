package io.tidemark.cli.exporter;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects one text at a time, and keeps it for a while. Requests that come meanwhile wait for the same text, and no
 * longer than a limit. Safe for use by several threads.
 */
final class ScrapeCache implements AutoCloseable {

    private final Supplier<String> collect;
    private final Supplier<String> late;
    private final Duration keep;
    private final Duration limit;
    private final LongSupplier nanos;
    private final ExecutorService collector = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "tidemark-exporter-collector");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable CompletableFuture<String> last;
    private long endedAt;

    /**
     * @param collect collects the text
     * @param late the text if collecting takes longer than the limit; it continues, and a later request gets the result
     * @param keep how long a text is kept
     * @param limit the most time that a request waits
     * @param nanos the time in nanoseconds, from any origin
     */
    ScrapeCache(Supplier<String> collect, Supplier<String> late, Duration keep, Duration limit, LongSupplier nanos) {
        this.collect = collect;
        this.late = late;
        this.keep = keep;
        this.limit = limit;
        this.nanos = nanos;
    }

    /** The text that is kept, or a new one. */
    String text() throws InterruptedException {
        try {
            return current().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot collect the numbers: " + e.getCause(), e.getCause());
        }
    }

    private synchronized CompletableFuture<String> current() {
        CompletableFuture<String> known = last;
        boolean isUsable = known != null
                && (!known.isDone()
                        || (!known.isCompletedExceptionally() && nanos.getAsLong() - endedAt < keep.toNanos()));
        if (known != null && isUsable) {
            return known;
        }
        CompletableFuture<String> next = CompletableFuture.supplyAsync(collect, collector);
        last = next.whenComplete((text, failure) -> ended());
        return last;
    }

    private synchronized void ended() {
        endedAt = nanos.getAsLong();
    }

    @Override
    public void close() {
        collector.shutdownNow();
    }
}
