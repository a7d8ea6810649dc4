package io.tidemark.bench.costs;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.bench.costs.RowByRow.Commits;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.offset.kafka.KafkaOffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.offset.mysql.MySqlTable;
import io.tidemark.offset.zookeeper.ZooKeeperOffsetStore;
import io.tidemark.recharge.job.StoreConnection;
import java.util.List;
import java.util.Map;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.ZkConnection;
import org.I0Itec.zkclient.serialize.BytesPushThroughSerializer;

/** All stores, each on a server that has what it was told on its disk before it answers (Kafka: as Kafka does). */
final class OpenStores implements AutoCloseable {

    private static final int SESSION_MS = 30_000;

    private final EmbeddedZooKeeper zookeeper;
    private final HikariDataSource source;
    private final ZkConnection connection;
    private final ZkClient client;
    private final KafkaOffsetStore kafka;
    private final CommitSync commitSync;

    private OpenStores(Servers servers, EmbeddedZooKeeper zookeeper) {
        this.zookeeper = zookeeper;
        source = StoreConnection.pool(servers.mysql());
        connection = new ZkConnection(zookeeper.connectString(), SESSION_MS);
        client = new ZkClient(connection, SESSION_MS, new BytesPushThroughSerializer());
        kafka = new KafkaOffsetStore(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()));
        commitSync = new CommitSync(servers.kafka().bootstrapServers());
    }

    /** Opens them, and starts the server that the others lack. */
    static OpenStores open(Servers servers) {
        return new OpenStores(
                servers, EmbeddedZooKeeper.start(ServerOptions.temporary().setting("forceSync", "yes")));
    }

    /** Each with the textbook's way to write the same. */
    List<StoreSubject> subjects() {
        return List.of(
                new StoreSubject(
                        "MySQL, the table of older jobs",
                        new MySqlOffsetStore(source),
                        new RowByRow(source, Commits.EACH)),
                new StoreSubject(
                        "MySQL, its own table, with history",
                        new MySqlOffsetStore(source, MySqlTable.own()),
                        new RowByRow(source, Commits.ONCE)),
                new StoreSubject("ZooKeeper", new ZooKeeperOffsetStore(connection), new NodeByNode(client)),
                new StoreSubject("Kafka", kafka, commitSync));
    }

    @Override
    public void close() {
        commitSync.close();
        kafka.close();
        client.close();
        source.close();
        zookeeper.close();
    }
}
