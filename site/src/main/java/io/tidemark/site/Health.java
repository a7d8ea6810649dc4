package io.tidemark.site;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of source and job, for load balancers. Each reading of the event streams updates it. If there was no recent
 * reading, one request at a time reads the metrics itself; others get the last known state, and wait for the first.
 * Logs when the metrics cannot be read, and when they can be read again.
 */
final class Health {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** How long a request waits for the very first reading, which has a limit of its own. */
    private static final Duration FIRST = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final SiteSettings settings;
    private final Supplier<Optional<Instant>> writtenAt;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile Known known = new Known(Source.UNREAD, Optional.empty(), System.nanoTime() - FRESH.toNanos());

    /** @param writtenAt reads the time of the last batch within a limit; throws if the metrics cannot be read */
    Health(Supplier<Optional<Instant>> writtenAt, SiteSettings settings) {
        this.writtenAt = writtenAt;
        this.settings = settings;
    }

    private enum Source {
        UNREAD,
        OK,
        AWAY
    }

    private record Known(Source source, Optional<Instant> writtenAt, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH.toNanos();
        }
    }

    /** Records that the metrics were read. */
    synchronized void readAt(Optional<Instant> lastBatch) {
        if (known.source == Source.AWAY) {
            LOG.info("The metrics of group '{}' can be read again", settings.group());
        }
        known = new Known(Source.OK, lastBatch, System.nanoTime());
    }

    /** Records that the metrics could not be read. */
    synchronized void away(String reason) {
        if (known.source != Source.AWAY) {
            LOG.warn(
                    "Cannot read the metrics of group '{}': {}. The page shows this and tries again",
                    settings.group(),
                    reason);
        }
        known = new Known(Source.AWAY, known.writtenAt, System.nanoTime());
    }

    /** The state as JSON, with status 200 if the page shows current numbers and 503 otherwise. */
    Reply reply(int clients) {
        refresh();
        Known state = known;
        String status = status(state);
        return Reply.json(
                status.equals("ok") || status.equals("waiting") ? 200 : 503,
                "{\"status\":\"" + status + "\",\"writtenAt\":"
                        + state.writtenAt.map(at -> "\"" + at + "\"").orElse("null") + ",\"clients\":" + clients
                        + "}\n");
    }

    /** Reads the metrics if there was no recent reading and no other thread reads them. */
    void refresh() {
        if (!known.isFresh() && mayRead()) {
            try {
                // the first reading may have ended while this thread waited for it
                if (!known.isFresh()) {
                    readAt(writtenAt.get());
                }
            } catch (RuntimeException e) {
                away(String.valueOf(e.getMessage()));
            } finally {
                probing.unlock();
            }
        }
    }

    /** Takes the lock of the one that reads; waits for it only if nothing is known yet. */
    private boolean mayRead() {
        if (known.source != Source.UNREAD) {
            return probing.tryLock();
        }
        try {
            return probing.tryLock(FIRST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String status(Known state) {
        return switch (state.source) {
            case UNREAD -> "unread";
            case AWAY -> "source-away";
            case OK ->
                state.writtenAt
                        .map(at -> at.plus(settings.staleAfter())
                                        .isBefore(settings.clock().instant())
                                ? "job-stale"
                                : "ok")
                        .orElse("waiting");
        };
    }
}
