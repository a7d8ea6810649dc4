package io.tidemark.metrics.redis.internal.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Warns if Redis evicts keys when its memory is full, which would lose counts or the ledger itself. */
public final class EvictionAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(EvictionAdvice.class);

    private final UnifiedJedis client;
    private final ServerName server;
    private final AtomicBoolean given = new AtomicBoolean();

    public EvictionAdvice(UnifiedJedis client, ServerName server) {
        this.client = client;
        this.server = server;
    }

    /** Queries Redis at the first call. A user without this permission gets no advice. */
    public void giveOnce() {
        if (!given.compareAndSet(false, true)) {
            return;
        }
        try {
            advice(Info.parse(client.info("memory"))).ifPresent(LOG::warn);
        } catch (JedisException e) {
            LOG.info(
                    "Could not check that {} keeps all keys (maxmemory-policy noeviction): {}",
                    server,
                    RedisRemedies.words(e));
        }
    }

    /** Without a memory limit the server evicts no keys, whatever the policy. */
    private Optional<String> advice(Map<String, String> memory) {
        String policy = memory.getOrDefault("maxmemory_policy", "noeviction");
        String limit = memory.getOrDefault("maxmemory", "0");
        if (policy.equals("noeviction") || limit.equals("0")) {
            return Optional.empty();
        }
        return Optional.of(server + " may evict keys: maxmemory-policy is " + policy + " and maxmemory " + limit
                + " bytes. Metrics would be lost without a message, or the ledger, and with it the guarantee that nothing"
                + " counts twice. Set maxmemory-policy to noeviction");
    }
}
