package io.tidemark.embedded.zookeeper;

import org.apache.zookeeper.server.ServerConfig;
import org.apache.zookeeper.server.ZooKeeperServerMain;

/** What runs in ZooKeeper's process. Its end needs no order: every answered change is in its log. */
final class ZooKeeperMain {

    private ZooKeeperMain() {}

    /** Takes the path of {@code zoo.cfg}. */
    public static void main(String[] arguments) throws Exception {
        ServerConfig config = new ServerConfig();
        config.parse(arguments[0]);
        new ZooKeeperServerMain().runFromConfig(config);
    }
}
