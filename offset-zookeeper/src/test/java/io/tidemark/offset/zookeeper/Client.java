package io.tidemark.offset.zookeeper;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.ZkConnection;
import org.I0Itec.zkclient.serialize.BytesPushThroughSerializer;

/** A job's client, as a store borrows it, and what an operator does by hand. */
final class Client implements AutoCloseable {

    static final Duration SESSION = Duration.ofSeconds(6);

    private final ZkConnection connection;
    private final ZkClient zkClient;

    private Client(ZkConnection connection, ZkClient zkClient) {
        this.connection = connection;
        this.zkClient = zkClient;
    }

    static Client to(String connectString) {
        return to(connectString, SESSION);
    }

    static Client to(String connectString, Duration sessionTimeout) {
        ZkConnection connection = new ZkConnection(connectString, (int) sessionTimeout.toMillis());
        return new Client(connection, new ZkClient(connection, 20_000, new BytesPushThroughSerializer()));
    }

    ZkConnection connection() {
        return connection;
    }

    ZkClient zkClient() {
        return zkClient;
    }

    ZooKeeperOffsetStore store() {
        return new ZooKeeperOffsetStore(connection);
    }

    /** Writes a node as zkCli would; parents are made as needed. */
    void set(String path, String text) {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        if (zkClient.exists(path)) {
            zkClient.writeData(path, data);
        } else {
            zkClient.createPersistent(path.substring(0, path.lastIndexOf('/')), true);
            zkClient.createPersistent(path, data);
        }
    }

    String get(String path) {
        byte[] data = zkClient.readData(path);
        return new String(data, StandardCharsets.UTF_8);
    }

    List<String> children(String path) {
        return zkClient.getChildren(path).stream().sorted().toList();
    }

    @Override
    public void close() {
        zkClient.close();
    }
}
