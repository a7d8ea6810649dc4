package io.tidemark.offset.jdbc.internal.connection;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a store that was opened by a URL. It is created on demand and kept for the next transaction, with
 * autocommit off. Threads that call the store at the same time get connections of their own, which are closed
 * afterwards. If the kept connection was idle, it is validated before it is used.
 */
public final class OwnConnection implements Connections, AutoCloseable {

    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int VALIDATION_SECONDS = 5;
    private static final int SHORTEST_SECRET = 3;
    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("passw[a-z0-9]*\\s*=\\s*([^,&()/?]+)|://[^:/]*:([^@]+)@", Pattern.CASE_INSENSITIVE);

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private @Nullable Idle idle;
    private boolean closed;

    private record Idle(Connection connection, long since) {

        boolean answers() throws SQLException {
            return System.nanoTime() - since < TRUSTED_NANOS || connection.isValid(VALIDATION_SECONDS);
        }
    }

    /** @param properties user, password and the driver's own settings */
    public OwnConnection(Driver driver, String url, Properties properties) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
    }

    @Override
    public String address() {
        return ServerAddress.of(url);
    }

    @Override
    public Connection borrow() throws SQLException {
        Optional<Idle> kept = takeIdle();
        if (kept.isPresent()) {
            if (kept.get().answers()) {
                return kept.get().connection();
            }
            closeQuietly(kept.get().connection());
        }
        return connect();
    }

    private synchronized Optional<Idle> takeIdle() throws SQLException {
        if (closed) {
            throw new SQLException("the store was closed");
        }
        Optional<Idle> kept = Optional.ofNullable(idle);
        idle = null;
        return kept;
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        if (connection.isClosed() || !keep(connection)) {
            connection.close();
        }
    }

    private synchronized boolean keep(Connection connection) {
        if (closed || idle != null) {
            return false;
        }
        idle = new Idle(connection, System.nanoTime());
        return true;
    }

    /** Closes the kept connection; connections in use are closed when they are given back. */
    @Override
    public synchronized void close() {
        closed = true;
        if (idle != null) {
            closeQuietly(idle.connection());
            idle = null;
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is closed in either case
        }
    }

    private Connection connect() throws SQLException {
        Properties copy = new Properties();
        copy.putAll(properties);
        Connection connection;
        try {
            connection = driver.connect(url, copy);
        } catch (SQLException e) {
            throw withoutSecrets(e);
        }
        if (connection == null) {
            throw new SQLException("the driver " + driver.getClass().getName() + " does not accept the URL");
        }
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** A driver that cannot parse a URL may include all of it in its message. */
    private SQLException withoutSecrets(SQLException e) {
        List<String> secrets = secrets().toList();
        boolean isShown = Failures.causes(e).stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(message -> secrets.stream().anyMatch(message::contains));
        return isShown
                ? new SQLException(
                        "the driver refuses the URL or the properties beside it; its message is withheld because it shows a"
                                + " secret",
                        e.getSQLState(),
                        e.getErrorCode())
                : e;
    }

    private Stream<String> secrets() {
        Stream<String> inUrl = PASSWORD_IN_URL
                .matcher(url)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
        Stream<String> beside = properties.stringPropertyNames().stream()
                .filter(key -> key.toLowerCase(Locale.ROOT).contains("password"))
                .map(properties::getProperty);
        return Stream.concat(inUrl, beside).filter(secret -> secret.length() >= SHORTEST_SECRET);
    }
}
