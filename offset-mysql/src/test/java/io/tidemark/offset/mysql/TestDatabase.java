package io.tidemark.offset.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.servers.TestMySql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/** An empty database of a server, with a pool of connections to it. */
final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final TestMySql server;
    private final String name = "offsets_test_" + NUMBERS.incrementAndGet();
    private final HikariDataSource pool;

    TestDatabase(TestMySql server) {
        this(server, "");
    }

    /** @param parameters of the JDBC URL, {@code ?a=b&c=d} */
    TestDatabase(TestMySql server, String parameters) {
        this.server = server;
        executeWithout("DROP DATABASE IF EXISTS " + name);
        executeWithout("CREATE DATABASE " + name);
        this.pool = pool(server.jdbcUrl(name) + parameters);
    }

    HikariDataSource pool() {
        return pool;
    }

    String name() {
        return name;
    }

    String url() {
        return server.jdbcUrl(name);
    }

    /** A pool of connections to another address of the same database. */
    HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(20);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    void execute(String... statements) {
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
    List<String> query(String sql) {
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

    @Override
    public void close() {
        pool.close();
        if (server.isRunning()) {
            executeWithout("DROP DATABASE " + name);
        }
    }

    private void executeWithout(String sql) {
        Properties login = new Properties();
        login.setProperty("user", server.user());
        login.setProperty("password", server.password());
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), login);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }
}
