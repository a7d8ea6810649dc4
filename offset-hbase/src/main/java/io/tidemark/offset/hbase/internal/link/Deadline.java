package io.tidemark.offset.hbase.internal.link;

import java.time.Duration;

/** The deadline of one call. */
public record Deadline(Duration limit, long endNanos) {

    public static Deadline in(Duration limit) {
        return new Deadline(limit, System.nanoTime() + limit.toNanos());
    }

    /** The remaining time, in nanoseconds; at least a millisecond, because the client takes zero for no limit. */
    long leftNanos() {
        return Math.max(1_000_000, endNanos - System.nanoTime());
    }

    public boolean isOver() {
        return endNanos - System.nanoTime() <= 0;
    }
}
