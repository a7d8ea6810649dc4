package io.tidemark.recharge.job;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.tidemark.offset.OffsetStore;
import io.tidemark.offset.mysql.MySqlOffsetStore;
import io.tidemark.recharge.config.RechargeConfig.StoreConfig;
import java.io.Closeable;
import java.io.IOException;

/** The offset store of a configuration. */
public final class StoreConnection implements Closeable {

    private static final int CONNECTIONS = 4;
    private static final long TIMEOUT_MS = 10_000;

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
        return switch (config.type()) {
            case MYSQL -> mysql(config);
        };
    }

    private static StoreConnection mysql(StoreConfig config) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("offsets");
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.user());
        pool.setPassword(config.password().reveal());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(TIMEOUT_MS);
        pool.addDataSourceProperty("connectTimeout", TIMEOUT_MS);
        pool.addDataSourceProperty("socketTimeout", 3 * TIMEOUT_MS);
        try {
            HikariDataSource source = new HikariDataSource(pool);
            return new StoreConnection(new MySqlOffsetStore(source), source);
        } catch (HikariPool.PoolInitializationException e) {
            throw new UnreachableException(
                    "Cannot reach MySQL at " + config.url() + ": " + UnreachableException.reason(e)
                            + "; check that it runs, store.mysql.url, store.mysql.user and store.mysql.password",
                    e);
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
