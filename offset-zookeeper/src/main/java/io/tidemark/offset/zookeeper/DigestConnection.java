package io.tidemark.offset.zookeeper;

import java.time.Duration;
import java.util.Optional;
import org.I0Itec.zkclient.ZkConnection;
import org.apache.zookeeper.Watcher;

/**
 * A connection that shows its identity on every session. One that is only told once forgets it with its first session, and
 * is denied its own nodes after that.
 */
final class DigestConnection extends ZkConnection {

    private final Optional<byte[]> digest;

    /** @param digest user and password with a colon between them; empty for none */
    DigestConnection(String servers, Duration sessionTimeout, Optional<byte[]> digest) {
        super(servers, (int) sessionTimeout.toMillis());
        this.digest = digest;
    }

    @Override
    public void connect(Watcher watcher) {
        super.connect(watcher);
        digest.ifPresent(identity -> addAuthInfo("digest", identity));
    }
}
