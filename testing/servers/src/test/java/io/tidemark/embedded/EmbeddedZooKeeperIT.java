package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

// the client's close() may throw InterruptedException, which a test may pass on
@SuppressWarnings("try")
@Tag("long")
class EmbeddedZooKeeperIT extends ServerContract<EmbeddedZooKeeper> {

    EmbeddedZooKeeperIT() {
        super(Kind.ZOOKEEPER, EmbeddedZooKeeper.start());
    }

    @Test
    void settingsReachTheServerAndSessionsMayBeShort() throws Exception {
        try (ZooKeeper client = ZooKeeperProbe.connect(server().connectString(), 1_000)) {
            assertThat(client.getSessionTimeout()).isEqualTo(1_000);
        }
        ServerOptions options = ServerOptions.temporary().setting("tickTime", "1000");
        try (EmbeddedZooKeeper slow = EmbeddedZooKeeper.start(options);
                ZooKeeper client = ZooKeeperProbe.connect(slow.connectString(), 1_000)) {
            assertThat(client.getSessionTimeout()).isEqualTo(2_000);
        }
    }

    @Test
    void itHasRoomForTheLargeWritesThatItKeeps() throws Exception {
        byte[] large = new byte[1_000_000];
        try (ZooKeeper client = ZooKeeperProbe.connect(server().connectString(), 10_000)) {
            client.create("/large", large, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            for (int write = 0; write < 150; write++) {
                client.setData("/large", large, -1);
            }
        }
        assertThat(server().isRunning()).isTrue();
    }
}
