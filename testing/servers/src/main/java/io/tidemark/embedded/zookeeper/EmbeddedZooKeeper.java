package io.tidemark.embedded.zookeeper;

import io.tidemark.embedded.EmbeddedServer;
import io.tidemark.embedded.EmbeddedServerException;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.process.ServerProcess;
import io.tidemark.servers.TestZooKeeper;

/**
 * A ZooKeeper server, standing alone, that grants session timeouts from one second on. Its memory grows with what is
 * written: it keeps the last 500 requests, at about three times the size that they were sent in.
 */
public interface EmbeddedZooKeeper extends EmbeddedServer, TestZooKeeper {

    /** Starts one on a free port with temporary data. */
    static EmbeddedZooKeeper start() {
        return start(ServerOptions.temporary());
    }

    /**
     * Starts one.
     *
     * @throws EmbeddedServerException if it cannot start
     */
    static EmbeddedZooKeeper start(ServerOptions options) {
        return ServerProcess.started(new ZooKeeperProcess(options));
    }
}
