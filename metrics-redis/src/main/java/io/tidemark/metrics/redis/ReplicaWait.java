package io.tidemark.metrics.redis;

import java.time.Duration;

/**
 * How long a write waits for replicas to receive it.
 *
 * <p>What it promises: when the write returns in time, a batch is in the memory of that many replicas. What it does
 * not: a batch that too few replicas have got in time is applied all the same (Redis has no way back, the sink logs a
 * warning); a replica need not have it on disk; and the server that is promoted need not be one of those that got it.
 * None of this decides what counts: a batch that a failover loses is lost together with its ledger entries, and counts
 * again from Kafka. Waiting makes that rarer, and the page's numbers less likely to go back for a moment.
 *
 * @param replicas how many replicas; at least one
 * @param timeout how long to wait; the client's time-out must be longer, or the outcome is unknown instead
 * @since 0.1
 */
public record ReplicaWait(int replicas, Duration timeout) {

    /** @throws IllegalArgumentException if the number of replicas or milliseconds is less than 1 */
    public ReplicaWait {
        if (replicas < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("Cannot wait for " + replicas + " replicas for " + timeout
                    + ": both must be at least one (a replica, a millisecond)");
        }
    }
}
