package io.tidemark.offset.kafka;

import java.time.Duration;

/** The end of the time that one call may take. */
record Deadline(Duration limit, long endNanos) {

    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** What is left; zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /** What is left, but no more than a limit. */
    Duration left(Duration atMost) {
        Duration left = left();
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    boolean isOver() {
        return System.nanoTime() - endNanos >= 0;
    }
}
