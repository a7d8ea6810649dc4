package io.tidemark.servers;

import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;

/** A ZooKeeper server, standing alone, that grants session timeouts from one second to ten. */
public interface TestZooKeeper extends TestServer {

    /** Starts one with empty data. */
    static TestZooKeeper start() {
        return start(ServerSetup.standard());
    }

    /**
     * Starts one with empty data.
     *
     * @param setup with the server's own settings, as {@code zoo.cfg} names them
     */
    static TestZooKeeper start(ServerSetup setup) {
        return Started.recorded(
                "ZooKeeper",
                switch (setup.kind()) {
                    case EMBEDDED -> EmbeddedZooKeeper.start(setup.embedded());
                    case CONTAINERS -> new ContainerZooKeeper(setup);
                },
                Versions::zooKeeper);
    }

    /** What clients call the connect string, without a chroot. */
    default String connectString() {
        return address();
    }
}
