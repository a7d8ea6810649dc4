package io.tidemark.offset.jdbc.contract;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.tck.fixture.Cut;
import io.tidemark.servers.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** An empty database of a server, with a pool of connections to it. */
public abstract class SqlTestDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Set<String> WRITE = Set.of("INSERT", "UPDATE", "DELETE", "WITH");
    private static final Set<String> COMMIT = Set.of("COMMIT");

    private final TestServer server;
    private final Login login;
    private final WireProtocol protocol;
    private final String plainText;
    private final String name = "offsets_test_" + NUMBERS.incrementAndGet();
    private final HikariDataSource pool;

    /**
     * How to reach a server.
     *
     * @param url the JDBC URL of a database that exists
     * @param user a user who may do everything
     * @param password the user's password
     */
    public record Login(String url, String user, String password) {

        String url(String database) {
            return url.substring(0, url.lastIndexOf('/') + 1) + database;
        }
    }

    /**
     * Creates the database.
     *
     * @param protocol of the server
     * @param plainText the parameter of a JDBC URL that switches TLS off: {@code sslMode=DISABLED}
     * @param parameters of the JDBC URL of the pool, {@code ?a=b&c=d}; may be empty
     */
    protected SqlTestDatabase(
            TestServer server, Login login, WireProtocol protocol, String plainText, String parameters) {
        this.server = server;
        this.login = login;
        this.protocol = protocol;
        this.plainText = plainText;
        executeWithout("DROP DATABASE IF EXISTS " + name);
        executeWithout("CREATE DATABASE " + name);
        this.pool = pool(url() + parameters);
    }

    /** The name of the product in messages. */
    public abstract String product();

    /** A store on a pool. */
    public abstract JdbcOffsetStore store(DataSource source, SqlStoreOptions options);

    /** The names of the database's tables. */
    public abstract List<String> tables();

    /** How many transactions wait for a lock. */
    public abstract int lockWaits();

    /** A store on the pool. */
    public final JdbcOffsetStore store(SqlStoreOptions options) {
        return store(pool, options);
    }

    /** A store on the pool, on a table. */
    public final JdbcOffsetStore store(SqlTable table) {
        return store(pool, SqlStoreOptions.defaults().table(table));
    }

    public final TestServer server() {
        return server;
    }

    public final String password() {
        return login.password();
    }

    public final HikariDataSource pool() {
        return pool;
    }

    public final String name() {
        return name;
    }

    public final String url() {
        return login.url(name);
    }

    /** A proxy before the server. */
    public final FaultProxy proxy() {
        return FaultProxy.before(protocol, "127.0.0.1:" + server.port());
    }

    /** A pool of connections through a proxy. */
    public final HikariDataSource pool(FaultProxy proxy, String... parameters) {
        String url = url().replaceFirst("//[^/]*/", "//127.0.0.1:" + proxy.port() + "/") + "?" + plainText;
        return pool(url + (parameters.length == 0 ? "" : "&" + String.join("&", parameters)));
    }

    /** Cuts the next write. */
    public static void arm(FaultProxy proxy, Cut cut) {
        switch (cut) {
            case BEFORE_REQUEST -> proxy.loseRequest(1, WRITE);
            case REQUEST_LOST -> proxy.loseRequest(1, COMMIT);
            case ANSWER_LOST -> proxy.loseAnswer(1, COMMIT);
        }
    }

    /** A pool of connections to another address of the same database. */
    public final HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    public final void execute(String... statements) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + List.of(statements), e);
        }
    }

    /** The rows of a query, each as its columns' texts with a blank between them. */
    public final List<String> query(String sql) {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(String.valueOf(rows.getString(column)));
                }
                found.add(String.join(" ", row));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }

    /** The statement that removes the database, whoever is connected to it. */
    protected String drop() {
        return "DROP DATABASE " + name;
    }

    @Override
    public final void close() {
        pool.close();
        if (server.isRunning()) {
            executeWithout(drop());
        }
    }

    private void executeWithout(String sql) {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        try (Connection connection = DriverManager.getConnection(login.url(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }
}
