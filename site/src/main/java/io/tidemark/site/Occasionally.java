package io.tidemark.site;

import java.time.Duration;
import java.util.OptionalLong;

/** Limits how often something is logged that clients can cause, and counts what was left out. */
final class Occasionally {

    private final Duration interval;
    private OptionalLong last = OptionalLong.empty();
    private long suppressed;

    Occasionally(Duration interval) {
        this.interval = interval;
    }

    /** How many events this log line stands for; empty if none is due. */
    synchronized OptionalLong due() {
        suppressed++;
        long now = System.nanoTime();
        if (last.isPresent() && now - last.getAsLong() < interval.toNanos()) {
            return OptionalLong.empty();
        }
        last = OptionalLong.of(now);
        OptionalLong events = OptionalLong.of(suppressed);
        suppressed = 0;
        return events;
    }
}
