package io.tidemark.site;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The state of source and job, for load balancers. Each reading of the event streams updates it. If there was no recent
 * reading, one request at a time reads the metrics itself; others get the last known state.
 */
final class Health {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Supplier<Optional<Instant>> writtenAt;
    private final Duration staleAfter;
    private final Clock clock;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile Known known = new Known(Source.UNREAD, Optional.empty(), System.nanoTime() - FRESH.toNanos());

    /** @param writtenAt reads the time of the last batch within a limit; throws if the metrics cannot be read */
    Health(Supplier<Optional<Instant>> writtenAt, SiteSettings settings) {
        this.writtenAt = writtenAt;
        this.staleAfter = settings.staleAfter();
        this.clock = settings.clock();
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
    void readAt(Optional<Instant> lastBatch) {
        known = new Known(Source.OK, lastBatch, System.nanoTime());
    }

    /** Records that the metrics could not be read. */
    void away() {
        known = new Known(Source.AWAY, known.writtenAt, System.nanoTime());
    }

    /** The state as JSON, with status 200 if the page shows current numbers and 503 otherwise. */
    Reply reply(int clients) {
        if (!known.isFresh() && probing.tryLock()) {
            try {
                probe();
            } finally {
                probing.unlock();
            }
        }
        Known state = known;
        String status = status(state);
        return Reply.json(
                status.equals("ok") || status.equals("waiting") ? 200 : 503,
                "{\"status\":\"" + status + "\",\"writtenAt\":"
                        + state.writtenAt.map(at -> "\"" + at + "\"").orElse("null") + ",\"clients\":" + clients
                        + "}\n");
    }

    private void probe() {
        try {
            readAt(writtenAt.get());
        } catch (RuntimeException e) {
            away();
        }
    }

    private String status(Known state) {
        return switch (state.source) {
            case UNREAD -> "unread";
            case AWAY -> "source-away";
            case OK ->
                state.writtenAt
                        .map(at -> at.plus(staleAfter).isBefore(clock.instant()) ? "job-stale" : "ok")
                        .orElse("waiting");
        };
    }
}
