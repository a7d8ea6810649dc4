package io.tidemark.metrics.redis;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Says in the log when writes begin to reach too few replicas, and when they reach enough again. */
final class Replicas {

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final ReplicaWait wanted;
    private final AtomicBoolean enough = new AtomicBoolean(true);

    Replicas(ReplicaWait wanted) {
        this.wanted = wanted;
    }

    ReplicaWait wanted() {
        return wanted;
    }

    /** Takes how many replicas have received a write in time. */
    void acknowledged(long replicas) {
        boolean reached = replicas >= wanted.replicas();
        if (enough.getAndSet(reached) == reached) {
            return;
        }
        if (reached) {
            LOG.info("Batches reach {} replicas again", replicas);
        } else {
            LOG.warn(
                    "A batch has reached {} of {} replicas within {}. It is applied; a failover now could lose it together"
                            + " with its ledger entries, and it would count again from Kafka. Check the replicas",
                    replicas,
                    wanted.replicas(),
                    wanted.timeout());
        }
    }

    /** Takes that the server refused to wait. */
    void unknown(JedisException refusal) {
        if (enough.getAndSet(false)) {
            LOG.warn(
                    "Cannot wait for {} replicas, batches are applied without: {}. Let the Redis user call WAIT",
                    wanted.replicas(),
                    refusal.getMessage());
        }
    }
}
