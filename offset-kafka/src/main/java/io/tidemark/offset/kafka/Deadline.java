package io.tidemark.offset.kafka;

import java.time.Duration;

/** The deadline of one call. */
record Deadline(Duration limit, long endNanos) {

    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** The remaining time; zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** The remaining time, but no more than a limit. */
    Duration left(Duration atMost) {
        Duration left = left();
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
