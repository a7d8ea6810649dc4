package io.tidemark.metrics.redis;

import io.tidemark.offset.WriterName;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Options of a {@link RedisOffsetStore}. Immutable; each method returns changed options. Timeouts are those of the
 * client.
 *
 * @since 0.1
 */
public final class RedisStoreOptions {

    private final String keyPrefix;
    private final Optional<ReplicaWait> replicaWait;
    private final Optional<String> server;
    private final WriterName writer;

    private RedisStoreOptions(
            String keyPrefix, Optional<ReplicaWait> replicaWait, Optional<String> server, WriterName writer) {
        this.keyPrefix = keyPrefix;
        this.replicaWait = replicaWait;
        this.server = server;
        this.writer = writer;
    }

    /** The defaults: keys begin with {@code tidemark}; no write waits for replicas; this process is the writer. */
    public static RedisStoreOptions defaults() {
        return new RedisStoreOptions(
                RedisMetricSinkSettings.DEFAULT_KEY_PREFIX,
                Optional.empty(),
                Optional.empty(),
                WriterName.ofThisProcess());
    }

    /**
     * The same with another prefix of all keys.
     *
     * @param prefix not empty, without braces (they mark what Redis Cluster hashes)
     */
    public RedisStoreOptions keyPrefix(String prefix) {
        return new RedisStoreOptions(prefix, replicaWait, server, writer);
    }

    /** The same with commits that wait until replicas have received them, or the time is over: {@link ReplicaWait}. */
    public RedisStoreOptions waitForReplicas(int replicas, Duration timeout) {
        return new RedisStoreOptions(keyPrefix, Optional.of(new ReplicaWait(replicas, timeout)), server, writer);
    }

    /**
     * The same with a name of the server for messages, without a secret. A URL ({@code rediss://cache-1:6379/2}) also
     * tells operators how to open the store; the default is {@code redis://} and the addresses of the client.
     */
    public RedisStoreOptions server(String name) {
        return new RedisStoreOptions(keyPrefix, replicaWait, Optional.of(name), writer);
    }

    /** The same with another writer, which conflicts name. */
    public RedisStoreOptions writer(WriterName name) {
        return new RedisStoreOptions(keyPrefix, replicaWait, server, Objects.requireNonNull(name, "name"));
    }

    /** @throws IllegalArgumentException if the prefix is not valid */
    RedisMetricSinkSettings ledger() {
        RedisMetricSinkSettings.Builder ledger = RedisMetricSinkSettings.builder()
                .keyPrefix(keyPrefix)
                .keepForever()
                .writer(writer);
        replicaWait.ifPresent(wait -> ledger.waitForReplicas(wait.replicas(), wait.timeout()));
        server.ifPresent(ledger::server);
        return ledger.build();
    }
}
