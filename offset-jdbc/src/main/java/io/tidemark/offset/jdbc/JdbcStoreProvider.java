package io.tidemark.offset.jdbc;

import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.WriterName;
import io.tidemark.offset.jdbc.SqlTable.Layout;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import io.tidemark.offset.jdbc.internal.connection.Drivers;
import io.tidemark.offset.jdbc.internal.connection.OwnConnection;
import io.tidemark.offset.spi.OffsetStoreProvider;
import io.tidemark.offset.spi.StoreSettings;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiFunction;

/**
 * Opens stores by URLs such as {@code mysql://host:3306/database?layout=own}, with a JDBC driver that the job provides:
 * what the stores of all databases share. Each store has its own connection. A job that has a connection pool
 * creates the store on it instead.
 *
 * @since 0.1
 */
public abstract class JdbcStoreProvider implements OffsetStoreProvider {

    private static final String JDBC = "jdbc:";

    /** For subclasses. */
    protected JdbcStoreProvider() {}

    @Override
    public final OpenOffsetStore open(StoreSettings settings) {
        Layout layout =
                settings.choice("layout", Layout.class).orElse(standardTable().layout());
        Optional<SqlTable> table = table(settings, layout);
        WriterName writer = settings.writer();
        Optional<Integer> history = settings.number("history", 0, SqlStoreOptions.LARGEST_HISTORY);
        BiFunction<Connections, SqlStoreOptions, JdbcOffsetStore> stores = stores(settings);
        String url = url(settings);
        Properties properties = properties(settings);
        settings.requireValid();

        OwnConnection connection = new OwnConnection(Drivers.forUrl(url, driverToAdd(url)), url, properties);
        try {
            SqlStoreOptions options = SqlStoreOptions.defaults()
                    .table(table.orElseGet(this::standardTable))
                    .writer(writer);
            options = history.isPresent() ? options.history(history.get()) : options;
            return new OpenOffsetStore(stores.apply(connection, options), connection.address(), connection::close);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The table if a URL names none. */
    protected abstract SqlTable standardTable();

    /** Reads the settings that only this database has. The result creates the store. */
    protected abstract BiFunction<Connections, SqlStoreOptions, JdbcOffsetStore> stores(StoreSettings settings);

    /** The name of the database in a JDBC URL, for the scheme of the store's own URL: {@code mysql}. */
    protected abstract String subprotocol(String scheme);

    /** The driver's settings if the URL has none of the same name. */
    protected abstract Map<String, String> driverDefaults();

    /** Which driver the job can add for a JDBC URL, as a sentence without its full stop. */
    protected abstract String driverToAdd(String url);

    private Optional<SqlTable> table(StoreSettings settings, Layout layout) {
        Optional<String> name = settings.text("table");
        if (name.isEmpty()) {
            return Optional.of(layout == Layout.OWN ? SqlTable.own() : SqlTable.seed());
        }
        try {
            return Optional.of(new SqlTable(layout, name.get()));
        } catch (IllegalArgumentException e) {
            settings.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private String url(StoreSettings settings) {
        if (settings.scheme().startsWith(JDBC)) {
            return settings.url();
        }
        if (settings.hosts().isEmpty() || settings.path().length() < 2) {
            settings.problem(
                    "the URL must name host and database, " + example().replaceFirst("^[a-z]+", settings.scheme()));
        }
        return JDBC + subprotocol(settings.scheme()) + "://" + settings.hosts() + settings.path();
    }

    private Properties properties(StoreSettings settings) {
        Properties properties = new Properties();
        driverDefaults().forEach((key, value) -> {
            if (!settings.url().contains(key + "=")) {
                properties.setProperty(key, value);
            }
        });
        Map<String, String> given = settings.startingWith("driver.");
        given.forEach(properties::setProperty);
        settings.text("user").ifPresent(user -> properties.setProperty("user", user));
        settings.secret("password").ifPresent(password -> properties.setProperty("password", password));
        return properties;
    }
}
