package io.tidemark.servers;

import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;

/** A ZooKeeper server, standing alone, that grants session timeouts from one second to ten. */
public interface TestZooKeeper extends TestServer {

    /** Starts one with empty data. */
    static TestZooKeeper start() {
        return Started.recorded(
                "ZooKeeper",
                switch (ServerKind.current()) {
                    case EMBEDDED -> EmbeddedZooKeeper.start();
                    case CONTAINERS -> new ContainerZooKeeper();
                },
                Versions::zooKeeper);
    }

    /** What clients call the connect string, without a chroot. */
    default String connectString() {
        return address();
    }
}
