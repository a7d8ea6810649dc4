package io.tidemark.site;

import java.time.Duration;
import java.util.OptionalLong;

/** Limits how often an event that clients can cause is logged, and counts the omitted ones. */
final class LogThrottle {

    private final Duration interval;
    private OptionalLong last = OptionalLong.empty();
    private long suppressed;

    LogThrottle(Duration interval) {
        this.interval = interval;
    }

    /** The number of events that this log line covers; empty if no line is due. */
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
