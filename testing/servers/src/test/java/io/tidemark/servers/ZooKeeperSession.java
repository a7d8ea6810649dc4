package io.tidemark.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** A client of a ZooKeeper. */
final class ZooKeeperSession implements AutoCloseable {

    private final ZooKeeper client;

    ZooKeeperSession(String address) {
        try {
            client = new ZooKeeper(address, 10_000, event -> {});
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> client.getState().isConnected());
    }

    void create(String path) {
        try {
            client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    List<String> children() {
        try {
            return client.getChildren("/", false);
        } catch (KeeperException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }
}
