package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.BatchTooLargeException;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.internal.connection.Failures;
import io.tidemark.offset.jdbc.internal.connection.Transactions;
import io.tidemark.servers.ServerSetup;
import io.tidemark.servers.TestMySql;
import io.tidemark.servers.junit.EmbeddedOnly;
import io.tidemark.servers.secured.TestCertificate;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * States of a server that its documentation describes, on one server whose binary log holds statements. Each is caused,
 * the message is read, its advice is followed, and the store then works.
 */
@EmbeddedOnly("MariaDB's own settings and error numbers")
@Tag("long")
class UnusualStatesIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    @TempDir
    private static Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static TestMySql server;

    private final TestDatabase database = new TestDatabase(server);
    private final List<HikariDataSource> pools = new ArrayList<>();

    @BeforeAll
    static void start() {
        TestCertificate certificate = TestCertificate.in(directory, "server");
        server = TestMySql.start(ServerSetup.standard()
                .setting("log-bin", "log")
                .setting("server-id", "1")
                .setting("binlog-format", "STATEMENT")
                .file("ssl-cert", certificate.certificate())
                .file("ssl-key", certificate.key()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createTheUserOfTheJob() {
        database.execute(
                "CREATE USER job IDENTIFIED BY 'job'",
                "GRANT ALL ON " + database.name() + ".* TO job",
                "CREATE TABLE job (line int)");
    }

    @AfterEach
    void drop() {
        pools.forEach(HikariDataSource::close);
        database.execute("DROP USER job");
        database.close();
    }

    @Test
    void aBinaryLogOfStatementsIsWrittenTo() throws SQLException {
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool("")));

        store.<SQLException>commitWith(commit(1), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO job VALUES (7)");
            }
        });

        assertThat(database.query("SELECT line FROM job")).containsExactly("7");
        assertWorks(new MySqlOffsetStore(pool(""), SqlTable.own()));
    }

    @Test
    void aBinaryLogThatIsSwitchedToStatementsIsNamed() {
        database.execute("SET GLOBAL binlog_format = 'ROW'");
        HikariDataSource pool = pool("");
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool));
        database.execute("SET GLOBAL binlog_format = 'STATEMENT'");
        pool.getHikariPoolMXBean().softEvictConnections();

        assertThat(message(() -> store.commit(commit(1))))
                .contains(
                        "error 1665]; nothing was stored. The binary log has binlog_format=STATEMENT: start the store again,"
                                + " which then uses REPEATABLE READ, or set binlog_format to MIXED or ROW");

        new MySqlOffsetStore(pool).commit(commit(1));
        database.execute("SET GLOBAL binlog_format = 'MIXED'");
        pool.getHikariPoolMXBean().softEvictConnections();
        store.commit(commit(2));
        database.execute("SET GLOBAL binlog_format = 'STATEMENT'");
    }

    @Test
    void aServerThatOnlyReads() {
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool("")));
        database.execute("SET GLOBAL read_only = 1");
        try {
            assertThat(message(() -> store.commit(commit(1))))
                    .contains(
                            "running with the --read-only option",
                            "error 1290]; nothing was stored. The server accepts no"
                                    + " writes now: point the data source at the primary, or switch off the option that the"
                                    + " server names");
            database.execute("DROP TABLE offset_tb_identity, tidemark_loss");
            assertThat(new MySqlOffsetStore(pool("")).load(GROUP))
                    .as("it can be read")
                    .hasSize(1);
        } finally {
            database.execute("SET GLOBAL read_only = 0");
        }

        new MySqlOffsetStore(pool("")).commit(commit(1));
    }

    @Test
    void allConnectionsAreTaken() throws SQLException {
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool("")));
        pools.get(0).getHikariPoolMXBean().softEvictConnections();
        database.execute("SET GLOBAL max_connections = 10");
        List<Connection> taken = new ArrayList<>();
        try {
            HikariDataSource greedy = pool("", config -> config.setMaximumPoolSize(20));
            assertThat(Assertions.catchThrowable(() -> {
                        while (true) {
                            taken.add(greedy.getConnection());
                        }
                    }))
                    .isInstanceOf(SQLException.class);

            assertThat(message(() -> store.commit(commit(1))))
                    .contains(
                            server.jdbcUrl(database.name()),
                            "Too many connections",
                            "nothing was stored. The server's max_connections is reached: close connections that are not"
                                    + " needed, or raise it with SET GLOBAL max_connections");
            database.execute("SET GLOBAL max_connections = 100");

            store.commit(commit(1));
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
            database.execute("SET GLOBAL max_connections = DEFAULT");
        }
    }

    @Test
    void theUsersConnectionsAreTaken() {
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool("")));
        database.execute("ALTER USER job WITH MAX_QUERIES_PER_HOUR 1");

        String message = message(() -> {
            pools.get(0).getHikariPoolMXBean().softEvictConnections();
            for (int call = 0; call < 10; call++) {
                store.load(GROUP);
            }
        });

        assertThat(message)
                .contains(
                        "'max_queries_per_hour'",
                        "The user's limit that the server names is reached: raise it with ALTER" + " USER <user> WITH");
        database.execute("ALTER USER job WITH MAX_QUERIES_PER_HOUR 0");
        pools.get(0).getHikariPoolMXBean().softEvictConnections();
        store.commit(commit(1));
    }

    @Test
    void rightsAreMissingOneByOne() {
        assertWorks(new MySqlOffsetStore(pool("")));
        database.execute("REVOKE ALL ON " + database.name() + ".* FROM job");
        String tables = "offset_tb offset_tb_identity tidemark_loss";
        for (String table : tables.split(" ", -1)) {
            database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + database.name() + "." + table + " TO job");
        }
        MySqlOffsetStore store = new MySqlOffsetStore(pool(""));
        TopicPartition second = new TopicPartition("orders", 1);
        Map<String, Runnable> calls = new HashMap<>();
        calls.put("SELECT", () -> store.load(GROUP));
        calls.put("INSERT", () -> store.initialize(GROUP, Map.of(second, StoredOffset.of(4))));
        calls.put("UPDATE", () -> store.commit(commit(1)));
        calls.put(
                "DELETE",
                () -> store.reposition(
                        new OffsetReposition(GROUP, Map.of(second, Move.removal(StoredOffset.of(4))), List.of())));
        for (String right : List.of("SELECT", "INSERT", "UPDATE", "DELETE")) {
            Runnable call = calls.getOrDefault(right, () -> {});
            database.execute("REVOKE " + right + " ON " + database.name() + ".offset_tb FROM job");

            assertThat(message(call))
                    .contains(right + " command denied to user 'job'@")
                    .contains(
                            ". Grant the user the right that the server names, on the table that it names: GRANT SELECT,"
                                    + " INSERT, UPDATE, DELETE ON <database>.<table> TO <user>");

            database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + database.name() + ".offset_tb TO job");
            call.run();
        }
        assertThat(store.load(GROUP)).containsOnlyKeys(PARTITION);
    }

    @Test
    void aLockedAccount() {
        database.execute("ALTER USER job ACCOUNT LOCK");

        assertThat(message(() -> new MySqlOffsetStore(pool(""))))
                .contains(
                        "account is locked", "The account is locked: unlock it with ALTER USER <user> ACCOUNT UNLOCK");

        database.execute("ALTER USER job ACCOUNT UNLOCK");
        assertWorks(new MySqlOffsetStore(pool("")));
    }

    @Test
    void anExpiredPassword() {
        database.execute("ALTER USER job PASSWORD EXPIRE");

        assertThat(message(() -> new MySqlOffsetStore(pool(""))))
                .contains("The password has expired: set a new one with ALTER USER, and give it to the data source");

        database.execute("ALTER USER job IDENTIFIED BY 'new'");
        assertWorks(new MySqlOffsetStore(pool("", config -> config.setPassword("new"))));
    }

    @Test
    void aWrongPasswordAndAnUnknownDatabase() {
        assertThat(message(() -> new MySqlOffsetStore(pool("", config -> config.setPassword("wrong")))))
                .contains(server.jdbcUrl(database.name()), "error 1045]", "Check user and password of the data source")
                .doesNotContain("wrong");
        assertThat(message(() -> new MySqlOffsetStore(
                        pool("", config -> config.setJdbcUrl(server.jdbcUrl(database.name() + "_x"))))))
                .contains("denied");
        HikariDataSource root = database.pool(server.jdbcUrl("missing"));
        pools.add(root);
        assertThat(message(() -> new MySqlOffsetStore(root)))
                .contains(server.jdbcUrl("missing"), "Create the database, or correct its name in the JDBC URL");
        database.execute("CREATE DATABASE missing");
        assertWorks(new MySqlOffsetStore(root));
        database.execute("DROP DATABASE missing");
    }

    @Test
    void aServerThatAcceptsOnlyTls() {
        database.execute("SET GLOBAL require_secure_transport = ON");
        try {
            assertThat(message(() -> new MySqlOffsetStore(pool("?sslMode=DISABLED"))))
                    .contains(
                            "insecure transport",
                            "The server accepts only TLS: set sslMode=REQUIRED or stricter in the JDBC" + " URL");
            assertWorks(new MySqlOffsetStore(pool("?sslMode=REQUIRED")));
        } finally {
            database.execute("SET GLOBAL require_secure_transport = OFF");
        }
    }

    @Test
    void safeUpdates() {
        assertThat(message(() -> assertWorks(new MySqlOffsetStore(pool("?sessionVariables=sql_safe_updates=1")))))
                .contains("error 1175]; nothing was stored. The session has sql_safe_updates on: add"
                        + " sessionVariables=sql_safe_updates=0 to the JDBC URL");
        new MySqlOffsetStore(pool("?sessionVariables=sql_safe_updates=0")).commit(commit(0));
    }

    @Test
    void aTriggerThatRefuses() {
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool("")));
        database.execute("CREATE TRIGGER guard BEFORE UPDATE ON offset_tb FOR EACH ROW"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the month is closed'");

        assertThat(message(() -> store.commit(commit(1))))
                .contains(
                        "the month is closed",
                        "nothing was stored. A trigger of the table refuses the write: SHOW TRIGGERS"
                                + " lists them; change or drop it");

        database.execute("DROP TRIGGER guard");
        store.commit(commit(1));
    }

    @Test
    void aTriggerThatChangesWhatIsStored() {
        MySqlOffsetStore store = assertWorks(new MySqlOffsetStore(pool("")));
        database.execute("CREATE TRIGGER guard BEFORE UPDATE ON offset_tb FOR EACH ROW SET NEW.untiloffset = 3");

        assertThat(message(() -> store.reposition(new OffsetReposition(
                        GROUP, Map.of(PARTITION, Move.to(StoredOffset.of(1), StoredOffset.of(9))), List.of()))))
                .contains(
                        "the server has stored 3 instead of 9; nothing was stored. A trigger of the table may change it:"
                                + " SHOW TRIGGERS lists them");

        database.execute("DROP TRIGGER guard");
        store.commit(commit(1));
    }

    @Test
    void aTableWithoutAPartitionForTheRow() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, PRIMARY KEY (topic, groupid, partitions))"
                        + " PARTITION BY LIST (partitions) (PARTITION first VALUES IN (7))");

        assertThat(message(() -> assertWorks(new MySqlOffsetStore(pool("")))))
                .contains("The table has no partition for the row: add one with ALTER TABLE ... ADD PARTITION");

        database.execute("ALTER TABLE offset_tb ADD PARTITION (PARTITION more VALUES IN (0, 1))");
        assertWorks(new MySqlOffsetStore(pool("")));
    }

    @Test
    void aLimitOfExecutionTime() {
        MySqlOffsetStore store = new MySqlOffsetStore(pool("?sessionVariables=max_statement_time=0.2"));
        assertWorks(store);
        OffsetStoreException failure = Assertions.catchThrowableOfType(
                OffsetStoreException.class,
                () -> store.commitWith(commit(1), connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(
                                "SELECT 1 FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq + b.seq < 0");
                    } catch (SQLException e) {
                        throw new Failures(new MySqlErrors()).notApplied("work", "db", e);
                    }
                }));

        assertThat(failure)
                .hasMessageContaining("A limit of execution time or an administrator stopped the statement: raise"
                        + " max_statement_time (MariaDB) or max_execution_time (MySQL) for this user");
        new MySqlOffsetStore(pool("?sessionVariables=max_statement_time=0")).commit(commit(1));
    }

    @Test
    void aSessionThatOnlyReads() {
        assertWorks(new MySqlOffsetStore(pool("")));

        assertThat(message(() -> new MySqlOffsetStore(pool("", config -> config.setReadOnly(true))).commit(commit(1))))
                .contains("Connection is read-only. Queries leading to data modification are not allowed");

        new MySqlOffsetStore(pool("?sessionVariables=tx_read_only=1")).commit(commit(1));
    }

    @Test
    void aCacheOfTheBinaryLogThatIsTooSmallForTheBatch() {
        List<PartitionRange> ranges = new ArrayList<>();
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        for (int number = 0; number < 3_000; number++) {
            ranges.add(new PartitionRange(new TopicPartition("t".repeat(200), number), 0, 5));
            first.put(new TopicPartition("t".repeat(200), number), StoredOffset.of(0));
        }
        MySqlOffsetStore store = new MySqlOffsetStore(pool(""));
        store.initialize(GROUP, first);
        database.execute("SET GLOBAL max_binlog_cache_size = 8192");
        try {
            MySqlOffsetStore limited = new MySqlOffsetStore(pool(""));
            OffsetCommit whole = new OffsetCommit(GROUP, ranges);

            assertThat(Assertions.catchThrowable(() -> limited.commit(whole)))
                    .isInstanceOf(BatchTooLargeException.class)
                    .hasMessageContaining(
                            "nothing was stored. Raise max_binlog_cache_size on the server, or write fewer"
                                    + " partitions at once");
            limited.commit(new OffsetCommit(GROUP, ranges.subList(0, 5)));
            database.execute("SET GLOBAL max_binlog_cache_size = 100000000");
            new MySqlOffsetStore(pool("")).commit(new OffsetCommit(GROUP, ranges.subList(5, ranges.size())));
        } finally {
            database.execute("SET GLOBAL max_binlog_cache_size = DEFAULT");
        }
    }

    @Test
    void aTinyPacketLimitIsNoLimitForACommit() {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        for (int topic = 0; topic < 60; topic++) {
            for (int number = 0; number < 5; number++) {
                TopicPartition partition = new TopicPartition("t".repeat(240) + topic, number);
                first.put(partition, StoredOffset.of(0));
                ranges.add(new PartitionRange(partition, 0, 5));
            }
        }
        database.execute("SET GLOBAL max_allowed_packet = 8192");
        try {
            for (SqlTable table : List.of(SqlTable.seed(), SqlTable.own())) {
                MySqlOffsetStore store = new MySqlOffsetStore(pool(""), table);
                store.initialize(GROUP, first);
                store.commit(new OffsetCommit(GROUP, ranges));
                assertThat(message(() -> store.commit(new OffsetCommit(GROUP, ranges))))
                        .contains("expected 0, found 5");
                assertThat(store.load(GROUP).values()).hasSize(300).allMatch(entry -> entry.offset() == 5);
            }
        } finally {
            database.execute("SET GLOBAL max_allowed_packet = DEFAULT");
        }
    }

    @Test
    void anUnknownErrorIsShownInTheServersWordsAlone() {
        OffsetStoreException failure = Assertions.catchThrowableOfType(
                OffsetStoreException.class, () -> new Transactions(pool(""), MySqlDialect.INSTANCE, "offset_tb")
                        .read("do arithmetic", connection -> {
                            try (Statement statement = connection.createStatement()) {
                                return statement.execute("SELECT ~0 + 1");
                            }
                        }));

        assertThat(failure)
                .hasMessageEndingWith("[SQL state 22001, error 1690]")
                .hasMessageContaining("BIGINT UNSIGNED value is out of range in '~0 + 1'");
    }

    private HikariDataSource pool(String parameters) {
        return pool(parameters, config -> {});
    }

    private HikariDataSource pool(String parameters, Consumer<HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url() + parameters);
        config.setUsername("job");
        config.setPassword("job");
        config.setMinimumIdle(0);
        config.setMaximumPoolSize(2);
        // the pool makes this the limit of every login in the JVM
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        settings.accept(config);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    private static MySqlOffsetStore assertWorks(MySqlOffsetStore store) {
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
        store.commit(commit(0));
        assertThat(store.load(GROUP).values()).hasSize(1).allSatisfy(entry -> assertThat(entry.offset())
                .isEqualTo(1));
        return store;
    }

    private static OffsetCommit commit(long from) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, from + 1)));
    }

    private static String message(Runnable call) {
        OffsetStoreException failure = Assertions.catchThrowableOfType(OffsetStoreException.class, call::run);
        assertThat(failure).as("the store's refusal").isNotNull();
        return String.valueOf(failure.getMessage());
    }
}
