package io.tidemark.offset.postgresql;

import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.JdbcStoreProvider;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Opens stores by URLs such as {@code postgresql://host:5432/database?schema=jobs}.
 *
 * @since 0.1
 */
public final class PostgreSqlStoreProvider extends JdbcStoreProvider {

    /**
     * Timeouts in seconds. Without named statements on the server the connection also works through a pooler that
     * gives each transaction another connection.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "connectTimeout", "10",
            "socketTimeout", "30",
            "tcpKeepAlive", "true",
            "prepareThreshold", "0",
            "ApplicationName", "tidemark");

    /** For the service loader. */
    public PostgreSqlStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("postgresql", "postgres", "jdbc:postgresql");
    }

    @Override
    public String example() {
        return "postgresql://host:5432/database";
    }

    @Override
    protected SqlTable standardTable() {
        return SqlTable.own();
    }

    @Override
    protected BiFunction<Connections, SqlStoreOptions, JdbcOffsetStore> stores(StoreSettings settings) {
        Optional<String> schema = settings.text("schema");
        return (connections, options) -> new PostgreSqlOffsetStore(connections, options, schema);
    }

    @Override
    protected String subprotocol(String scheme) {
        return "postgresql";
    }

    @Override
    protected Map<String, String> driverDefaults() {
        return DEFAULTS;
    }

    @Override
    protected String driverToAdd(String url) {
        return "Add org.postgresql:postgresql (BSD-2-Clause) to the job";
    }
}
