package io.tidemark.offset.mysql;

import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.JdbcStoreProvider;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Opens stores by URLs such as {@code mysql://host:3306/database?layout=own}.
 *
 * @since 0.1
 */
public final class MySqlStoreProvider extends JdbcStoreProvider {

    /** In milliseconds. */
    private static final Map<String, String> TIMEOUTS = Map.of("connectTimeout", "10000", "socketTimeout", "30000");

    /** For the service loader. */
    public MySqlStoreProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("mysql", "jdbc:mysql", "mariadb", "jdbc:mariadb");
    }

    @Override
    public String example() {
        return "mysql://host:3306/database";
    }

    @Override
    protected SqlTable standardTable() {
        return SqlTable.seed();
    }

    @Override
    protected BiFunction<Connections, SqlStoreOptions, JdbcOffsetStore> stores(StoreSettings settings) {
        return MySqlOffsetStore::new;
    }

    @Override
    protected String subprotocol(String scheme) {
        return scheme;
    }

    @Override
    protected Map<String, String> driverDefaults() {
        return TIMEOUTS;
    }

    @Override
    protected String driverToAdd(String url) {
        return (url.startsWith("jdbc:mariadb:")
                        ? "Add org.mariadb.jdbc:mariadb-java-client (LGPL) to the job"
                        : "Add com.mysql:mysql-connector-j (GPL with the FOSS exception) to the job, or"
                                + " org.mariadb.jdbc:mariadb-java-client (LGPL) and write mariadb: for mysql:")
                + "; Tidemark brings neither, because the choice of their licenses is up to the job";
    }
}
