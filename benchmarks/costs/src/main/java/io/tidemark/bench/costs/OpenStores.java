package io.tidemark.bench.costs;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.bench.costs.RowByRow.Commits;
import io.tidemark.bench.costs.RowByRow.Upsert;
import io.tidemark.embedded.ServerOptions;
import io.tidemark.embedded.hbase.EmbeddedHBase;
import io.tidemark.embedded.hdfs.EmbeddedHdfs;
import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;
import io.tidemark.embedded.zookeeper.EmbeddedZooKeeper;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.hbase.HBaseOffsetStore;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.kafka.KafkaOffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.offset.postgresql.PostgreSqlOffsetStore;
import io.tidemark.offset.zookeeper.ZooKeeperOffsetStore;
import io.tidemark.recharge.job.StoreConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.ZkConnection;
import org.I0Itec.zkclient.serialize.BytesPushThroughSerializer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.ConnectionFactory;

/**
 * All stores, each on a server that has what it was told on its disk before it answers (Kafka and HBase: as they do, in
 * the buffers of the system).
 */
final class OpenStores implements AutoCloseable {

    private static final int SESSION_MS = 30_000;

    private final EmbeddedZooKeeper zookeeper;
    private final HikariDataSource source;
    private final EmbeddedPostgreSql postgresql;
    private final HikariDataSource postgresqlSource = new HikariDataSource();
    private final ZkConnection connection;
    private final ZkClient client;
    private final EmbeddedHBase hbase;
    private final AsyncConnection hbaseConnection;
    private final PutByPut putByPut;
    private final KafkaOffsetStore kafka;
    private final CommitSync commitSync;
    private final EmbeddedHdfs hdfs;
    private final OpenOffsetStore hdfsStore;
    private final OverwrittenFile overwrittenFile;

    private OpenStores(
            Servers servers,
            EmbeddedZooKeeper zookeeper,
            EmbeddedHBase hbase,
            EmbeddedPostgreSql postgresql,
            EmbeddedHdfs hdfs)
            throws ExecutionException, InterruptedException, IOException {
        this.zookeeper = zookeeper;
        source = StoreConnection.pool(servers.mysql());
        this.postgresql = postgresql;
        postgresqlSource.setJdbcUrl(postgresql.jdbcUrl());
        postgresqlSource.setUsername(postgresql.user());
        postgresqlSource.setPassword(postgresql.password());
        connection = new ZkConnection(zookeeper.connectString(), SESSION_MS);
        client = new ZkClient(connection, SESSION_MS, new BytesPushThroughSerializer());
        this.hbase = hbase;
        Configuration configuration = HBaseConfiguration.create();
        configuration.set("hbase.zookeeper.quorum", hbase.quorum());
        hbaseConnection = ConnectionFactory.createAsyncConnection(configuration).get();
        putByPut = PutByPut.on(hbaseConnection);
        kafka = new KafkaOffsetStore(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()));
        commitSync = new CommitSync(servers.kafka().bootstrapServers());
        this.hdfs = hdfs;
        hdfsStore = OffsetStores.open(hdfs.uri() + "/tidemark");
        overwrittenFile = OverwrittenFile.on(hdfs.uri());
    }

    /** Opens them, and starts the servers that the others lack. */
    static OpenStores open(Servers servers) throws ExecutionException, InterruptedException, IOException {
        return new OpenStores(
                servers,
                EmbeddedZooKeeper.start(ServerOptions.temporary().setting("forceSync", "yes")),
                EmbeddedHBase.start(),
                EmbeddedPostgreSql.start(ServerOptions.temporary().setting("fsync", "on")),
                EmbeddedHdfs.start(
                        ServerOptions.temporary().setting("dfs.namenode.edits.noeditlogchannelflush", "false")));
    }

    /** Each with the textbook's way to write the same. */
    List<StoreSubject> subjects() {
        return List.of(
                new StoreSubject(
                        "MySQL, the table of older jobs",
                        new MySqlOffsetStore(source),
                        new RowByRow(source, Upsert.REPLACE, Commits.EACH)),
                new StoreSubject(
                        "MySQL, its own table, with history",
                        new MySqlOffsetStore(source, SqlTable.own()),
                        new RowByRow(source, Upsert.REPLACE, Commits.ONCE)),
                new StoreSubject(
                        "PostgreSQL, the table of older jobs",
                        new PostgreSqlOffsetStore(postgresqlSource, SqlTable.seed()),
                        new RowByRow(postgresqlSource, Upsert.ON_CONFLICT, Commits.EACH)),
                new StoreSubject(
                        "PostgreSQL, its own table, with history",
                        new PostgreSqlOffsetStore(postgresqlSource),
                        new RowByRow(postgresqlSource, Upsert.ON_CONFLICT, Commits.ONCE)),
                new StoreSubject("ZooKeeper", new ZooKeeperOffsetStore(connection), new NodeByNode(client)),
                new StoreSubject("HBase", new HBaseOffsetStore(hbaseConnection), putByPut),
                new StoreSubject("Kafka", kafka, commitSync),
                new StoreSubject("HDFS", hdfsStore.store(), overwrittenFile));
    }

    @Override
    public void close() {
        commitSync.close();
        kafka.close();
        hdfsStore.close();
        try {
            overwrittenFile.close();
            hbaseConnection.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the clients of HDFS and HBase", e);
        }
        hdfs.close();
        hbase.close();
        client.close();
        source.close();
        postgresqlSource.close();
        postgresql.close();
        zookeeper.close();
    }
}
