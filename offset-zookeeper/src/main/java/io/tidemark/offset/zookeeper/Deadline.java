package io.tidemark.offset.zookeeper;

import java.time.Duration;

/** The end of the time that one call may take. */
record Deadline(Duration limit, long endNanos) {

    static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** What is left, in nanoseconds; zero or less when it is over. */
    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    boolean isOver() {
        return leftNanos() <= 0;
    }
}
