package io.tidemark.offset.zookeeper.internal.link;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.I0Itec.zkclient.ZkConnection;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that adds its identity to every session. A client that adds it only once loses it with its first
 * session, and is then denied its own nodes. The connection can also be created anew, which its client never does by
 * itself while it cannot connect: a server that was restored from an older copy, or restarted empty, refuses clients
 * that have seen a newer state.
 */
public final class DigestConnection extends ZkConnection {

    private static final Logger LOG = LoggerFactory.getLogger(DigestConnection.class);

    private final Duration sessionTimeout;
    private final Optional<byte[]> digest;
    private Optional<Watcher> watcher = Optional.empty();
    private Optional<Long> lostAt = Optional.empty();

    /** @param digest user and password with a colon between them; empty for none */
    public DigestConnection(String servers, Duration sessionTimeout, Optional<byte[]> digest) {
        super(servers, (int) sessionTimeout.toMillis());
        this.sessionTimeout = sessionTimeout;
        this.digest = digest;
    }

    @Override
    public synchronized void connect(Watcher told) {
        watcher = Optional.of(told);
        lostAt = Optional.of(System.nanoTime());
        super.connect(event -> {
            note(event);
            told.process(event);
        });
        digest.ifPresent(identity -> addAuthInfo("digest", identity));
    }

    @Override
    public synchronized void close() throws InterruptedException {
        watcher = Optional.empty();
        super.close();
    }

    private synchronized void note(WatchedEvent event) {
        KeeperState state = event.getState();
        if (state == KeeperState.SyncConnected || state == KeeperState.ConnectedReadOnly) {
            lostAt = Optional.empty();
        } else if (state == KeeperState.Disconnected && lostAt.isEmpty()) {
            lostAt = Optional.of(System.nanoTime());
        }
    }

    /**
     * Begins another session if there was no connection for longer than the current one lives. Does not wait for it.
     */
    void renewIfLost() {
        if (isLost()) {
            var unused = CompletableFuture.runAsync(this::renew);
        }
    }

    private synchronized boolean isLost() {
        return watcher.isPresent()
                && lostAt.map(since -> System.nanoTime() - since > sessionTimeout.toNanos())
                        .orElse(false);
    }

    private synchronized void renew() {
        if (!isLost()) {
            return;
        }
        Watcher told = watcher.orElseThrow();
        LOG.warn(
                "No server of {} has accepted this client's connection for more than {}; it begins another session",
                getServers(),
                sessionTimeout);
        try {
            close();
            connect(told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
