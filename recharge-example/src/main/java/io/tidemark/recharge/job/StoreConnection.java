package io.tidemark.recharge.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.kafka.KafkaOffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.offset.postgresql.PostgreSqlOffsetStore;
import io.tidemark.offset.zookeeper.ZooKeeperOffsetStore;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import io.tidemark.recharge.settings.Secret;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.I0Itec.zkclient.ZkClient;
import org.I0Itec.zkclient.ZkConnection;
import org.I0Itec.zkclient.exception.ZkException;

/** The offset store of a configuration. */
public final class StoreConnection implements Closeable {

    private static final int CONNECTIONS = 4;
    private static final int TIMEOUT_MS = 10_000;

    private final OffsetStore store;
    private final Closeable client;

    private StoreConnection(OffsetStore store, Closeable client) {
        this.store = store;
        this.client = client;
    }

    /**
     * Connects.
     *
     * @throws UnreachableException if the store does not answer
     */
    public static StoreConnection open(StoreConfig config) {
        if (config instanceof StoreConfig.ZooKeeper zookeeper) {
            return open(zookeeper);
        }
        if (config instanceof StoreConfig.HBase hbase) {
            return open(hbase);
        }
        if (config instanceof StoreConfig.Kafka kafka) {
            return open(kafka);
        }
        if (config instanceof StoreConfig.PostgreSql postgresql) {
            return open(postgresql);
        }
        if (config instanceof StoreConfig.Hdfs hdfs) {
            return open(hdfs);
        }
        return open((StoreConfig.MySql) config);
    }

    private static StoreConnection open(StoreConfig.PostgreSql config) {
        HikariConfig pool = pool(config.url(), config.user(), config.password(), TIMEOUT_MS / 1_000);
        HikariDataSource source = connect(pool, "PostgreSQL at " + config.server(), "store.postgresql");
        return new StoreConnection(new PostgreSqlOffsetStore(source), source);
    }

    private static StoreConnection open(StoreConfig.MySql config) {
        HikariDataSource source = pool(config);
        return new StoreConnection(new MySqlOffsetStore(source), source);
    }

    /**
     * Connects to a MySQL database.
     *
     * @throws UnreachableException if it does not answer
     */
    public static HikariDataSource pool(StoreConfig.MySql config) {
        return connect(
                pool(config.url(), config.user(), config.password(), TIMEOUT_MS),
                "MySQL at " + config.server(),
                "store.mysql");
    }

    /** @param timeout of a connection, in the driver's unit; an answer has three times as long */
    private static HikariConfig pool(String url, String user, Secret password, int timeout) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("offsets");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password.reveal());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(TIMEOUT_MS);
        pool.addDataSourceProperty("connectTimeout", timeout);
        pool.addDataSourceProperty("socketTimeout", 3 * timeout);
        return pool;
    }

    private static HikariDataSource connect(HikariConfig pool, String server, String section) {
        try {
            return new HikariDataSource(pool);
        } catch (HikariPool.PoolInitializationException e) {
            throw new UnreachableException(
                    "Cannot reach " + server + ": " + UnreachableException.reason(e) + "; check that it runs, "
                            + section + ".url, " + section + ".user and " + section + ".password",
                    e);
        }
    }

    private static StoreConnection open(StoreConfig.ZooKeeper config) {
        ZkConnection connection = new ZkConnection(config.connectString(), (int)
                Math.min(Integer.MAX_VALUE, config.sessionTimeout().toMillis()));
        try {
            ZkClient client = new ZkClient(connection, TIMEOUT_MS);
            if (!config.user().isEmpty()) {
                client.addAuthInfo(
                        "digest", (config.user() + ":" + config.password().reveal()).getBytes(StandardCharsets.UTF_8));
            }
            return new StoreConnection(new ZooKeeperOffsetStore(connection), client::close);
        } catch (ZkException | IllegalArgumentException e) {
            throw new UnreachableException(
                    "Cannot reach ZooKeeper at " + config.connectString() + ": " + UnreachableException.reason(e)
                            + "; check that it runs, and store.zookeeper.connect-string",
                    e);
        }
    }

    private static StoreConnection open(StoreConfig.HBase config) {
        try {
            OpenOffsetStore opened = OffsetStores.open(config.url(), config.properties());
            return new StoreConnection(opened.store(), opened::close);
        } catch (OffsetStoreException e) {
            throw new UnreachableException(
                    "Cannot reach HBase: " + UnreachableException.reason(e) + "; check store.hbase.url", e);
        }
    }

    private static StoreConnection open(StoreConfig.Kafka config) {
        KafkaOffsetStore store = new KafkaOffsetStore(KafkaClients.params(config.cluster()));
        return new StoreConnection(store, store::close);
    }

    private static StoreConnection open(StoreConfig.Hdfs config) {
        try {
            OpenOffsetStore opened = OffsetStores.open(config.url(), config.settings());
            return new StoreConnection(opened.store(), opened::close);
        } catch (OffsetStoreException | IllegalArgumentException e) {
            throw new UnreachableException(
                    e.getMessage() + "; the configuration has it as store.hdfs.url and store.hdfs.settings", e);
        }
    }

    /** The store. */
    public OffsetStore store() {
        return store;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
