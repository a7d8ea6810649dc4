package io.tidemark.metrics.redis;

import static io.tidemark.metrics.redis.Fixture.orders;

import io.tidemark.offset.OffsetStoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts offsets as a job does: batch after batch, one order for each offset; after a failure it goes on from what the
 * ledger says and from nothing else.
 */
final class ResumingWriter implements AutoCloseable {

    private final Fixture fixture;
    private final AtomicLong reached = new AtomicLong();
    private final CompletableFuture<Void> work;
    private volatile boolean stopped;

    ResumingWriter(Fixture fixture) {
        this.fixture = fixture;
        this.work = CompletableFuture.runAsync(this::write);
    }

    /** Where the last batch that is known to be applied ended. */
    long reached() {
        return reached.get();
    }

    private void write() {
        while (!stopped) {
            try {
                long from = fixture.ledger();
                while (!stopped) {
                    fixture.write(from, from + 3, orders("755", Fixture.MINUTE.plusSeconds(60 * (from % 1_000)), 3));
                    from += 3;
                    reached.set(from);
                }
            } catch (OffsetStoreException broken) {
                // the next round reads the ledger, as a restarted job does
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        work.orTimeout(60, TimeUnit.SECONDS).join();
    }
}
