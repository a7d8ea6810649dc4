package io.tidemark.metrics.redis;

import io.tidemark.metrics.redis.internal.server.RedisRemedies;
import io.tidemark.metrics.redis.internal.server.ServerName;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/** Logs when writes begin to reach too few replicas, and when they reach enough again. */
final class Replicas {

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

    private final ReplicaWait wanted;
    private final ServerName server;
    private final AtomicBoolean enough = new AtomicBoolean(true);

    Replicas(ReplicaWait wanted, ServerName server) {
        this.wanted = wanted;
        this.server = server;
    }

    ReplicaWait wanted() {
        return wanted;
    }

    /** Records how many replicas have received a write in time. */
    void acknowledged(long replicas) {
        boolean reached = replicas >= wanted.replicas();
        if (enough.getAndSet(reached) == reached) {
            return;
        }
        if (reached) {
            LOG.info("Batches reach {} replicas of {} again", replicas, server);
        } else {
            LOG.warn(
                    "A batch has reached {} of {} replicas of {} within {}. It is applied; a failover now could lose it"
                            + " together with its ledger entries, and it would be counted again from Kafka. Check that the"
                            + " replicas run and are connected (INFO replication)",
                    replicas,
                    wanted.replicas(),
                    server,
                    wanted.timeout());
        }
    }

    /** Records that the server refused to wait. */
    void unknown(JedisException refusal) {
        if (enough.getAndSet(false)) {
            LOG.warn(
                    "Cannot wait for {} replicas of {}, batches are applied without: {}{}",
                    wanted.replicas(),
                    server,
                    RedisRemedies.words(refusal),
                    RedisRemedies.advice(refusal));
        }
    }
}
