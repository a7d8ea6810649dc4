package io.tidemark.offset.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.zookeeper.internal.link.DigestConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.serialize.BytesPushThroughSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

/** A store that was opened by one URL, with a client of its own. */
class ByUrlIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final String place = SharedZooKeeper.address() + SharedZooKeeper.unusedChroot();

    @Test
    void aUrlOpensAStoreBelowItsChroot() {
        try (OpenOffsetStore opened = OffsetStores.open(
                "zookeeper://" + place + "/?session=6s&timeout=20s&request-limit=60000&writer=worker-1")) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

            assertThat(opened).hasToString("zookeeper://" + place + "/");
            assertThat(opened.store().load(GROUP, Set.of("orders")).values())
                    .extracting(StoredOffset::writer)
                    .containsExactly(Optional.of(new WriterName("worker-1")));
        }
        try (Client client = Client.to(place)) {
            assertThat(client.get("/consumers/recharge/offsets/orders/0")).isEqualTo("5");
        }
    }

    @Test
    void userAndPasswordOwnTheNodes() {
        try (OpenOffsetStore opened =
                        OffsetStores.open("zookeeper://" + place, Map.of("user", "job", "password", "hunter2"));
                OpenOffsetStore stranger = OffsetStores.open("zookeeper://" + place)) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));

            assertThatThrownBy(() -> stranger.store().load(GROUP, Set.of("orders")))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("NOAUTH");
        }
    }

    @Test
    void anIdentityIsShownAgainOnANewSession() throws Exception {
        byte[] identity = "job:hunter2".getBytes(StandardCharsets.UTF_8);
        DigestConnection connection = new DigestConnection(place, Duration.ofSeconds(6), Optional.of(identity));
        ZkClient client = new ZkClient(connection, 20_000, new BytesPushThroughSerializer());
        try {
            ZooKeeperOffsetStore store = new ZooKeeperOffsetStore(connection);
            store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
            ZooKeeper old = connection.getZookeeper();
            ZooKeeper twin = new ZooKeeper(place, 6_000, event -> {}, old.getSessionId(), old.getSessionPasswd());
            await().until(() -> twin.getState().isConnected());
            twin.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> connection.getZookeeper() != old);

            store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 5, 8))));

            assertThat(store.load(GROUP, Set.of("orders")).values())
                    .extracting(StoredOffset::offset)
                    .containsExactly(8L);
        } finally {
            client.close();
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        assertThatThrownBy(() -> OffsetStores.open(
                        "zookeeper://127.0.0.1:1/kafka?connect=500ms", Map.of("user", "job", "password", "hunter2")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("Cannot open the offset store at zookeeper://127.0.0.1:1/kafka: no server"
                        + " answered within 500 ms")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffsetStores.open("zookeeper:/kafka?request-limit=1&user=job&sesion=5s"))
                .withMessageContainingAll(
                        "Cannot open the offset store at zookeeper:/kafka: ",
                        "request-limit is '1', and not a number from 4096 to 1073741824",
                        "user and password must be set together, but only one of them is set",
                        "the URL must name at least one host, zookeeper://host:2181",
                        "there is no setting 'sesion'; the settings are connect, password, request-limit, session, timeout, user,"
                                + " writer");
    }
}
