package io.tidemark.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

// the client's close() may throw InterruptedException, which a test may pass on
@SuppressWarnings("try")
final class ZooKeeperProbe implements Kind.Probe {

    @Override
    public void write(String address, String value) throws Exception {
        try (ZooKeeper client = connect(address)) {
            byte[] data = value.getBytes(StandardCharsets.UTF_8);
            client.create("/probe-", data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
        }
    }

    @Override
    public List<String> read(String address) throws Exception {
        try (ZooKeeper client = connect(address)) {
            List<String> values = new ArrayList<>();
            for (String child : client.getChildren("/", false)) {
                if (child.startsWith("probe-")) {
                    values.add(new String(client.getData("/" + child, false, null), StandardCharsets.UTF_8));
                }
            }
            return values;
        }
    }

    @Override
    public void ping(String address) throws Exception {
        try (ZooKeeper client = connect(address)) {
            client.exists("/", false);
        }
    }

    private static ZooKeeper connect(String address) throws Exception {
        return connect(address, 5_000);
    }

    static ZooKeeper connect(String address, int sessionMillis) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(address, sessionMillis, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(2, TimeUnit.SECONDS)) {
            client.close();
            throw new IllegalStateException("no session with " + address);
        }
        return client;
    }
}
