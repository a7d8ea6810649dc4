package io.tidemark.it.faults;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.postgresql.EmbeddedPostgreSql;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.config.OffsetStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The store on PostgreSQL. Full means read-only: what hosted servers do with themselves before their disk is full. */
final class PostgreSqlVictim extends Victim {

    private static final String DATABASE = "tidemark";
    private static final String MAINTENANCE = "postgres";
    private static final String USER = "job";
    private static final String PASSWORD = "correct";

    private final EmbeddedPostgreSql server;

    PostgreSqlVictim() {
        this(EmbeddedPostgreSql.start());
    }

    private PostgreSqlVictim(EmbeddedPostgreSql server) {
        super(server, WireProtocol.POSTGRESQL, server.address(), Set.of("COMMIT"));
        this.server = server;
        sql(
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
                "ALTER DATABASE " + DATABASE + " OWNER TO " + USER);
    }

    @Override
    Target open(Memory memory) {
        return open(address(), USER, PASSWORD, memory);
    }

    @Override
    Target openDirectly(Memory memory) {
        return open(server.address(), server.user(), server.password(), memory);
    }

    /** The driver's timeouts are in seconds. */
    private static Target open(String address, String user, String password, Memory memory) {
        OpenOffsetStore opened = OffsetStores.open(
                "postgresql://" + address + "/" + DATABASE,
                Map.of("user", user, "password", password, "driver.connectTimeout", "1", "driver.socketTimeout", "1"));
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    boolean isSink() {
        return false;
    }

    @Override
    void fill() {
        readOnly("on");
    }

    @Override
    void free() {
        readOnly("off");
    }

    /** Also for sessions that are open. */
    private void readOnly(String value) {
        sql("ALTER SYSTEM SET default_transaction_read_only = " + value, "SELECT pg_reload_conf()");
    }

    @Override
    void spoilCredentials() {
        sql("ALTER ROLE " + USER + " PASSWORD 'other'");
    }

    @Override
    void restoreCredentials() {
        sql("ALTER ROLE " + USER + " PASSWORD '" + PASSWORD + "'");
    }

    /** The users stay: they are the server's, not the database's. */
    @Override
    void removeData() {}

    @Override
    void prepareEmpty() {
        sql("DROP DATABASE " + DATABASE, "CREATE DATABASE " + DATABASE + " OWNER " + USER);
    }

    private void sql(String... statements) {
        Properties login = new Properties();
        login.setProperty("user", server.user());
        login.setProperty("password", server.password());
        String url = "jdbc:postgresql://" + server.address() + "/" + MAINTENANCE;
        try (Connection connection = DriverManager.getConnection(url, login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + List.of(statements), e);
        }
    }
}
