package io.tidemark.offset.mysql;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a store that was opened by a URL. The driver creates them on demand, and they are kept for later
 * calls, as many as are used at the same time. A connection that was idle is validated before it is used. Safe for use
 * by several threads.
 */
final class DriverDataSource implements DataSource, Addressed, AutoCloseable {

    private static final Duration TRUSTED = Duration.ofSeconds(2);
    private static final int ANSWER_SECONDS = 5;
    private static final int SHORTEST_SECRET = 3;
    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("passw[a-z0-9]*\\s*=\\s*([^,&()/?]+)|://[^:/]*:([^@]+)@", Pattern.CASE_INSENSITIVE);

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /** @param properties user, password and the driver's own settings */
    DriverDataSource(Driver driver, String url, Properties properties) {
        this.driver = driver;
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(properties);
    }

    private record Idle(Connection connection, long since) {

        boolean answers() {
            try {
                return System.nanoTime() - since < TRUSTED.toNanos() || connection.isValid(ANSWER_SECONDS);
            } catch (SQLException e) {
                return false;
            }
        }
    }

    @Override
    public String address() {
        return ServerAddress.of(url);
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            Optional<Idle> kept = takeIdle();
            if (kept.isEmpty()) {
                return lent(connect());
            }
            if (kept.get().answers()) {
                return lent(kept.get().connection());
            }
            discard(kept.get().connection());
        }
    }

    private synchronized Optional<Idle> takeIdle() throws SQLException {
        if (closed) {
            throw new SQLException("the store was closed");
        }
        return Optional.ofNullable(idle.pollFirst());
    }

    private Connection connect() throws SQLException {
        Properties copy = new Properties();
        copy.putAll(properties);
        Connection connection;
        try {
            connection = driver.connect(url, copy);
        } catch (SQLException e) {
            throw showable(e);
        }
        if (connection == null) {
            throw new SQLException("the driver " + driver.getClass().getName() + " does not accept the URL");
        }
        return connection;
    }

    /** A driver that does not understand a URL may show all of it in its message. */
    private SQLException showable(SQLException e) {
        List<String> secrets = secrets();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (secrets.stream().anyMatch(message::contains)) {
                return new SQLException(
                        "the driver refuses the URL or the properties beside it; its message is withheld because it shows a"
                                + " secret",
                        e.getSQLState(),
                        e.getErrorCode());
            }
        }
        return e;
    }

    /** The passwords, wherever they are set. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.toLowerCase(Locale.ROOT).contains("password")) {
                secrets.add(properties.getProperty(key, ""));
            }
        }
        Matcher inUrl = PASSWORD_IN_URL.matcher(url);
        while (inUrl.find()) {
            secrets.add(inUrl.group(1) == null ? inUrl.group(2) : inUrl.group(1));
        }
        secrets.removeIf(secret -> secret == null || secret.length() < SHORTEST_SECRET);
        return secrets;
    }

    private Connection lent(Connection connection) {
        AtomicBoolean returned = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                DriverDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (!returned.getAndSet(true)) {
                            takeBack(connection);
                        }
                        return null;
                    }
                    if (method.getName().equals("isClosed") && returned.get()) {
                        return true;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private void takeBack(Connection connection) {
        try {
            if (!connection.isClosed() && connection.getAutoCommit() && keep(connection)) {
                return;
            }
        } catch (SQLException e) {
            // a connection that cannot answer is unusable
        }
        discard(connection);
    }

    private synchronized boolean keep(Connection connection) {
        if (!closed) {
            idle.addFirst(new Idle(connection, System.nanoTime()));
        }
        return !closed;
    }

    private static void discard(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // it is closed in either case
        }
    }

    /** Closes the idle connections; connections in use are closed when they are returned. */
    @Override
    public void close() {
        Deque<Idle> all;
        synchronized (this) {
            closed = true;
            all = new ArrayDeque<>(idle);
            idle.clear();
        }
        all.forEach(one -> discard(one.connection()));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("Cannot connect as another user: the store's settings name one");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("Cannot set a login timeout: set the driver's connectTimeout");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Cannot give a logger of java.util.logging: there is none");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("Cannot unwrap " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return address();
    }
}
