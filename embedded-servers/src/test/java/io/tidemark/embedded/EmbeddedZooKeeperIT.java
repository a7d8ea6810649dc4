package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// the client's close() may throw InterruptedException, which a test may pass on
@SuppressWarnings("try")
class EmbeddedZooKeeperIT {

    @Test
    void dataSurvivesStopAndKill() throws Exception {
        try (EmbeddedZooKeeper zooKeeper = Timed.start("ZooKeeper", EmbeddedZooKeeper::start)) {
            create(zooKeeper, "/a", "1");
            zooKeeper.stop();
            assertThat(zooKeeper.isRunning()).isFalse();
            Timed.restart("ZooKeeper after a stop", zooKeeper);
            create(zooKeeper, "/b", "2");
            zooKeeper.kill();
            assertThat(zooKeeper.isRunning()).isFalse();
            Timed.restart("ZooKeeper after a kill", zooKeeper);
            assertThat(read(zooKeeper, "/a")).isEqualTo("1");
            assertThat(read(zooKeeper, "/b")).isEqualTo("2");
        }
    }

    @Test
    void aGivenDirectoryGoesOnWhereItStopped(@TempDir Path directory) throws Exception {
        try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(ServerOptions.at(directory))) {
            create(zooKeeper, "/a", "1");
        }
        try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(ServerOptions.at(directory))) {
            assertThat(read(zooKeeper, "/a")).isEqualTo("1");
        }
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItIsThawed() throws Exception {
        try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start();
                ZooKeeper client = client(zooKeeper)) {
            create(zooKeeper, "/a", "1");
            zooKeeper.freeze();
            assertThatThrownBy(() -> client.getData("/a", false, null))
                    .isInstanceOf(KeeperException.ConnectionLossException.class);
            zooKeeper.thaw();
            assertThat(read(zooKeeper, "/a")).isEqualTo("1");
        }
    }

    private static void create(EmbeddedZooKeeper zooKeeper, String path, String data) throws Exception {
        try (ZooKeeper client = client(zooKeeper)) {
            client.create(
                    path, data.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private static String read(EmbeddedZooKeeper zooKeeper, String path) throws Exception {
        try (ZooKeeper client = client(zooKeeper)) {
            return new String(client.getData(path, false, null), StandardCharsets.UTF_8);
        }
    }

    private static ZooKeeper client(EmbeddedZooKeeper zooKeeper) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client = new ZooKeeper(zooKeeper.connectString(), 3_000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        assertThat(connected.await(20, TimeUnit.SECONDS)).isTrue();
        return client;
    }
}
