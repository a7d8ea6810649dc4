package io.tidemark.servers;

import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;

/** ZooKeeper in a JVM beside this one. */
final class EmbeddedTestZooKeeper extends EmbeddedTestServer<EmbeddedZooKeeper> implements TestZooKeeper {

    EmbeddedTestZooKeeper() {
        super(EmbeddedZooKeeper.start());
    }
}
