package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.embedded.mysql.EmbeddedMySql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class EmbeddedMySqlIT extends ServerContract<EmbeddedMySql> {

    private final EmbeddedMySql mysql = server();

    EmbeddedMySqlIT() {
        super(Kind.MARIADB, EmbeddedMySql.start());
    }

    @Test
    void theUserMayMakeDatabasesAndUsers() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create database other");
            execute(connection, "create table other.t (n int)");
            execute(connection, "insert into other.t values (5)");
            execute(connection, "create user reader@'127.0.0.1' identified by 'secret'");
            execute(connection, "grant select on other.* to reader@'127.0.0.1'");
        }
        try (Connection connection = DriverManager.getConnection(mysql.jdbcUrl("other"), "reader", "secret")) {
            assertThat(MySqlProbe.query(connection, "select n from t")).containsExactly("5");
        }
    }

    @Test
    void textIsUtf8AndTablesAreInnoDb() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "create table city (name varchar(20))");
            execute(connection, "insert into city values ('广州市 \uD83D\uDE00')");
            assertThat(MySqlProbe.query(connection, "select name from city")).containsExactly("广州市 \uD83D\uDE00");
            assertThat(MySqlProbe.query(
                            connection, "select engine from information_schema.tables where table_name = 'city'"))
                    .containsExactly("InnoDB");
        }
    }

    @Test
    void nobodyElseHasAnAccount() throws SQLException {
        assertThatThrownBy(() -> DriverManager.getConnection(mysql.jdbcUrl(), mysql.user(), "wrong"))
                .hasMessageContaining("Access denied");
        assertThatThrownBy(() -> DriverManager.getConnection(mysql.jdbcUrl(), "root", ""))
                .hasMessageContaining("Access denied");
        try (EmbeddedMySql fresh = EmbeddedMySql.start();
                Connection connection = MySqlProbe.connect(fresh.address())) {
            assertThat(MySqlProbe.query(connection, "select user from mysql.user"))
                    .containsExactlyInAnyOrder("mariadb.sys", "tidemark");
        }
    }

    @Test
    void settingsReachTheServerInEitherSpelling() throws SQLException {
        ServerOptions options = ServerOptions.temporary()
                .setting("max_connections", "17")
                .setting("innodb_buffer_pool_size", "24M")
                .setting("innodb-lock-wait-timeout", "3");
        try (EmbeddedMySql own = EmbeddedMySql.start(options);
                Connection connection = MySqlProbe.connect(own.address())) {
            assertThat(MySqlProbe.query(
                            connection,
                            "select concat_ws(' ', @@max_connections, @@innodb_buffer_pool_size div 1048576,"
                                    + " @@innodb_lock_wait_timeout)"))
                    .containsExactly("17 24 3");
        }
    }

    @Test
    void onGivenDataEveryCommitIsOnTheDiskFirst(@TempDir Path directory) throws SQLException {
        try (EmbeddedMySql kept = EmbeddedMySql.start(ServerOptions.at(directory));
                Connection connection = MySqlProbe.connect(kept.address())) {
            assertThat(MySqlProbe.query(connection, "select @@innodb_flush_log_at_trx_commit"))
                    .containsExactly("1");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(mysql.jdbcUrl(), mysql.user(), mysql.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
