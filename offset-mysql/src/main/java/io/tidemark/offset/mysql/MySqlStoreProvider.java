package io.tidemark.offset.mysql;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.mysql.MySqlTable.Layout;
import io.tidemark.offset.mysql.internal.connection.Drivers;
import io.tidemark.offset.mysql.internal.connection.OwnConnection;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Opens stores by URLs such as {@code mysql://host:3306/database?layout=own}, with a JDBC driver that the job provides.
 * The store has a connection of its own. A job that has a connection pool creates a {@link MySqlOffsetStore} on it
 * instead.
 */
public final class MySqlStoreProvider implements OffsetStoreProvider {

    private static final String JDBC = "jdbc:";
    private static final String CONNECT_TIMEOUT_MS = "10000";
    private static final String SOCKET_TIMEOUT_MS = "30000";

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
    public OpenOffsetStore open(StoreSettings settings) {
        Layout layout = settings.choice("layout", Layout.class).orElse(Layout.SEED);
        Optional<MySqlTable> table = table(settings, layout);
        WriterName writer = settings.writer();
        Optional<Integer> history = settings.number("history", 0, MySqlStoreOptions.LARGEST_HISTORY);
        String url = url(settings);
        Properties properties = properties(settings);
        settings.requireValid();

        OwnConnection connection = new OwnConnection(Drivers.forUrl(url), url, properties);
        try {
            MySqlStoreOptions options = MySqlStoreOptions.defaults()
                    .table(table.orElseGet(MySqlTable::seed))
                    .writer(writer);
            options = history.isPresent() ? options.history(history.get()) : options;
            return new OpenOffsetStore(
                    new MySqlOffsetStore(connection, options), connection.address(), connection::close);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Optional<MySqlTable> table(StoreSettings settings, Layout layout) {
        Optional<String> name = settings.text("table");
        if (name.isEmpty()) {
            return Optional.of(layout == Layout.OWN ? MySqlTable.own() : MySqlTable.seed());
        }
        try {
            return Optional.of(new MySqlTable(layout, name.get()));
        } catch (IllegalArgumentException e) {
            settings.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String url(StoreSettings settings) {
        if (settings.scheme().startsWith(JDBC)) {
            return settings.url();
        }
        if (settings.hosts().isEmpty() || settings.path().length() < 2) {
            settings.problem("the URL must name host and database, " + settings.scheme() + "://host:3306/database");
        }
        return JDBC + settings.scheme() + "://" + settings.hosts() + settings.path();
    }

    private static Properties properties(StoreSettings settings) {
        Properties properties = new Properties();
        if (!settings.url().contains("connectTimeout=")) {
            properties.setProperty("connectTimeout", CONNECT_TIMEOUT_MS);
        }
        if (!settings.url().contains("socketTimeout=")) {
            properties.setProperty("socketTimeout", SOCKET_TIMEOUT_MS);
        }
        Map<String, String> given = settings.startingWith("driver.");
        given.forEach(properties::setProperty);
        settings.text("user").ifPresent(user -> properties.setProperty("user", user));
        settings.secret("password").ifPresent(password -> properties.setProperty("password", password));
        return properties;
    }
}
