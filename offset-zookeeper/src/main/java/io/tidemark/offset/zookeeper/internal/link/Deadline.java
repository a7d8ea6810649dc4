package io.tidemark.offset.zookeeper.internal.link;

import java.time.Duration;

/** The deadline of one call. */
public record Deadline(Duration limit, long endNanos) {

    public static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** The remaining time, in nanoseconds; zero or less when it is over. */
    long leftNanos() {
        return endNanos - System.nanoTime();
    }

    public boolean isOver() {
        return leftNanos() <= 0;
    }
}
