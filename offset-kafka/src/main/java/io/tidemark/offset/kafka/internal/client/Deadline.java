package io.tidemark.offset.kafka.internal.client;

import java.time.Duration;

/** The deadline of one call. */
public record Deadline(Duration limit, long endNanos) {

    public static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** The remaining time; zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** The remaining time, but no more than a limit. */
    public Duration left(Duration atMost) {
        Duration left = left();
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    public boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
