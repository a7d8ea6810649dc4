package io.tidemark.offset.zookeeper;

import java.time.Duration;

/** The deadline of one call. */
record Deadline(Duration limit, long endNanos) {

    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** The remaining time, in nanoseconds; zero or less when it is over. */
    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    boolean isOver() {
        return leftNanos() <= 0;
    }
}
