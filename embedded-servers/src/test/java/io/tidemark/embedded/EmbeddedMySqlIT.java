package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMySqlIT {

    @Test
    void dataSurvivesStopAndKill() throws SQLException {
        try (EmbeddedMySql mysql = Timed.start("MariaDB", EmbeddedMySql::start)) {
            execute(mysql, "create table t (n int primary key)", "insert into t values (1)");
            mysql.stop();
            assertThat(mysql.isRunning()).isFalse();
            mysql.restart();
            execute(mysql, "insert into t values (2)");
            mysql.kill();
            assertThat(mysql.isRunning()).isFalse();
            mysql.restart();
            assertThat(one(mysql, "select sum(n) from t")).isEqualTo("3");
        }
    }

    @Test
    void aGivenDirectoryGoesOnWhereItStopped(@TempDir Path directory) throws SQLException {
        try (EmbeddedMySql mysql = EmbeddedMySql.start(ServerOptions.at(directory))) {
            execute(mysql, "create table t (n int primary key)", "insert into t values (7)");
        }
        try (EmbeddedMySql mysql = EmbeddedMySql.start(ServerOptions.at(directory))) {
            assertThat(one(mysql, "select n from t")).isEqualTo("7");
            assertThat(one(mysql, "select @@innodb_flush_log_at_trx_commit")).isEqualTo("1");
        }
    }

    @Test
    void aFrozenServerDoesNotAnswerUntilItIsThawed() throws SQLException {
        try (EmbeddedMySql mysql = EmbeddedMySql.start()) {
            mysql.freeze();
            String impatient = mysql.jdbcUrl() + "?connectTimeout=500&socketTimeout=500";
            assertThatThrownBy(() -> DriverManager.getConnection(impatient, mysql.user(), mysql.password()))
                    .isInstanceOf(SQLException.class);
            mysql.thaw();
            assertThat(one(mysql, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void theUserMayMakeDatabases() throws SQLException {
        try (EmbeddedMySql mysql = EmbeddedMySql.start()) {
            execute(mysql, "create database other", "create table other.t (n int)", "insert into other.t values (5)");
            try (Connection connection =
                    DriverManager.getConnection(mysql.jdbcUrl("other"), mysql.user(), mysql.password())) {
                assertThat(one(connection, "select n from t")).isEqualTo("5");
            }
        }
    }

    @Test
    void textIsUtf8AndTablesAreInnoDb() throws SQLException {
        try (EmbeddedMySql mysql = EmbeddedMySql.start()) {
            execute(mysql, "create table t (city varchar(20))", "insert into t values ('广州市 \uD83D\uDE00')");
            assertThat(one(mysql, "select city from t")).isEqualTo("广州市 \uD83D\uDE00");
            assertThat(one(mysql, "select engine from information_schema.tables where table_name = 't'"))
                    .isEqualTo("InnoDB");
        }
    }

    @Test
    void nobodyElseHasAnAccount() throws SQLException {
        try (EmbeddedMySql mysql = EmbeddedMySql.start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(mysql.jdbcUrl(), mysql.user(), "wrong"))
                    .hasMessageContaining("Access denied");
            assertThatThrownBy(() -> DriverManager.getConnection(mysql.jdbcUrl(), "root", ""))
                    .hasMessageContaining("Access denied");
            assertThat(one(mysql, "select group_concat(user order by user) from mysql.user"))
                    .isEqualTo("mariadb.sys,tidemark");
        }
    }

    @Test
    void settingsReachTheServerInEitherSpelling() throws SQLException {
        ServerOptions options =
                ServerOptions.temporary().setting("max_connections", "17").setting("innodb-buffer-pool-size", "24M");
        try (EmbeddedMySql mysql = EmbeddedMySql.start(options)) {
            assertThat(one(mysql, "select @@max_connections")).isEqualTo("17");
            assertThat(one(mysql, "select @@innodb_buffer_pool_size div 1048576"))
                    .isEqualTo("24");
        }
    }

    private static void execute(EmbeddedMySql mysql, String... statements) throws SQLException {
        try (Connection connection = connect(mysql);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String one(EmbeddedMySql mysql, String query) throws SQLException {
        try (Connection connection = connect(mysql)) {
            return one(connection, query);
        }
    }

    private static String one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private static Connection connect(EmbeddedMySql mysql) throws SQLException {
        return DriverManager.getConnection(mysql.jdbcUrl(), mysql.user(), mysql.password());
    }
}
