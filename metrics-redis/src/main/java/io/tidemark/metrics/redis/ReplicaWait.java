package io.tidemark.metrics.redis;

import java.time.Duration;

/**
 * How long a write waits for replicas to receive it.
 *
 * <p>When a write returns within the timeout, the batch is in the memory of that many replicas. It may not be on
 * their disks. If too few replicas have received the batch in time, it is applied nevertheless, because Redis cannot
 * undo it, and the sink logs a warning. After a failover, the promoted server may be a replica that has not received
 * the batch. The counts stay exact in all these cases: a failover that loses a batch loses its ledger entries, too,
 * and the records are read from Kafka again. Waiting makes such a replay, during which totals are too low, less
 * likely.
 *
 * @param replicas how many replicas; at least one
 * @param timeout how long to wait; the client's timeout must be longer; otherwise the outcome of the write becomes
 *     unknown
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
