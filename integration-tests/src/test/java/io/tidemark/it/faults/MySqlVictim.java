package io.tidemark.it.faults;

import io.tidemark.embedded.faults.WireProtocol;
import io.tidemark.embedded.mysql.EmbeddedMySql;
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

/** The store on MySQL. Full means read-only: what hosted servers do with themselves before their disk is full. */
final class MySqlVictim extends Victim {

    private static final String USER = "job";
    private static final String PASSWORD = "correct";

    private final EmbeddedMySql server;

    MySqlVictim() {
        this(EmbeddedMySql.start());
    }

    private MySqlVictim(EmbeddedMySql server) {
        super(server, WireProtocol.MYSQL, server.address(), Set.of("COMMIT"));
        this.server = server;
        sql(
                "CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "'",
                // of the database only: an administrator may write where others may only read
                "GRANT ALL ON tidemark.* TO '" + USER + "'@'%'");
    }

    @Override
    Target open(Memory memory) {
        return open(address(), USER, PASSWORD, memory);
    }

    @Override
    Target openDirectly(Memory memory) {
        return open(server.address(), server.user(), server.password(), memory);
    }

    private static Target open(String address, String user, String password, Memory memory) {
        OpenOffsetStore opened = OffsetStores.open(
                "mysql://" + address + "/tidemark",
                Map.of(
                        "layout",
                        "own",
                        "user",
                        user,
                        "password",
                        password,
                        "driver.connectTimeout",
                        "1000",
                        "driver.socketTimeout",
                        "1000"));
        return new Target(opened.store(), memory.sink(), memory.sink(), opened::close);
    }

    @Override
    boolean isSink() {
        return false;
    }

    @Override
    void fill() {
        sql("SET GLOBAL read_only = 1");
    }

    @Override
    void free() {
        sql("SET GLOBAL read_only = 0");
    }

    @Override
    void spoilCredentials() {
        sql("ALTER USER '" + USER + "'@'%' IDENTIFIED BY 'other'");
    }

    @Override
    void restoreCredentials() {
        sql("ALTER USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD + "'");
    }

    /** The users stay: they are the server's, not the database's. */
    @Override
    void removeData() {}

    @Override
    void prepareEmpty() {
        sql("DROP DATABASE tidemark", "CREATE DATABASE tidemark");
    }

    private void sql(String... statements) {
        Properties login = new Properties();
        login.setProperty("user", server.user());
        login.setProperty("password", server.password());
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("mysql"), login);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + List.of(statements), e);
        }
    }
}
