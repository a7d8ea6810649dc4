package io.tidemark.offset.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.embedded.faults.FaultAction;
import io.tidemark.embedded.faults.FaultProxy;
import io.tidemark.embedded.faults.ProxiedMessage;
import io.tidemark.offset.CommitOutcomeUnknownException;
import io.tidemark.offset.Governor;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.OpenOffsetStore;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.config.OffsetStores;
import io.tidemark.offset.jdbc.JdbcOffsetStore;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * States of a server that its documentation describes. Each is caused, the message is read, its advice is followed, and
 * the store then works.
 */
@Tag("long")
class UnusualStatesIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private static final String COLUMNS =
            "topic varchar(50), groupid varchar(50), partitions int, fromoffset bigint, untiloffset bigint";

    private final TestDatabase database = new TestDatabase(SharedServer.get());
    private final String role = "job_" + database.name();

    @BeforeEach
    void createTheUserOfTheJob() {
        database.execute(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'correct horse'",
                "GRANT CREATE ON SCHEMA public TO " + role,
                "CREATE TABLE job (line int CHECK (line < 100), UNIQUE (line) DEFERRABLE INITIALLY DEFERRED)",
                "GRANT ALL ON job TO " + role);
    }

    @AfterEach
    void drop() {
        database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
        database.close();
    }

    @Test
    void anErrorThatTheWorkHasHiddenIsNamedAndNothingIsApplied() {
        JdbcOffsetStore store = started(database.pool());

        assertThatThrownBy(() -> store.<SQLException>commitWith(commit(5, 8), connection -> {
                    insert(connection, 1);
                    try {
                        insert(connection, 100);
                    } catch (SQLException hidden) {
                        // as a job may do that has only known MySQL
                    }
                }))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("violates check constraint")
                .hasMessageContaining("nothing was stored. An earlier statement of the transaction failed");
        assertThat(offset(store)).isEqualTo(5);
        assertThat(database.query("SELECT * FROM job")).isEmpty();
    }

    @Test
    void aDeferredConstraintThatFailsTheCommitIsKnownNotApplied() {
        JdbcOffsetStore store = started(database.pool());

        assertThatThrownBy(() -> store.<SQLException>commitWith(commit(5, 8), connection -> {
                    insert(connection, 1);
                    insert(connection, 1);
                }))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("nothing was stored");
        assertThat(offset(store)).isEqualTo(5);
    }

    @Test
    void aTransactionThatWasIdleForTooLongIsKnownNotApplied() {
        try (HikariDataSource pool = pool("?options=-c%20idle_in_transaction_session_timeout=300")) {
            JdbcOffsetStore store = started(pool);

            assertThatThrownBy(() ->
                            store.<InterruptedException>commitWith(commit(5, 8), connection -> Thread.sleep(1_500)))
                    .isInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("idle");
            assertThat(offset(store)).isEqualTo(5);
            store.commit(commit(5, 8));
        }
    }

    @Test
    void aSessionThatAnAdministratorEndsBeforeTheCommitIsUnknownAndReadBack() {
        JdbcOffsetStore store = started(database.pool());
        try (FaultProxy proxy = database.proxy();
                HikariDataSource pool = database.pool(proxy)) {
            JdbcOffsetStore cut = new PostgreSqlOffsetStore(pool);
            proxy.meet(ProxiedMessage.Direction.REQUEST, 1, Set.of("COMMIT"), encounter -> {
                endOtherSessions();
                return new FaultAction.Passed();
            });

            assertThatThrownBy(() -> cut.commit(commit(5, 8))).isInstanceOf(CommitOutcomeUnknownException.class);
            assertThat(offset(store)).isEqualTo(5);
            cut.commit(commit(5, 8));
        }
        assertThat(offset(store)).isEqualTo(8);
    }

    private void endOtherSessions() {
        database.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND state = 'idle in transaction'");
    }

    @Test
    void idleConnectionsThatTheServerHasEndedAreSkipped() {
        JdbcOffsetStore store = started(database.pool());
        database.query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid()");

        store.commit(commit(5, 8));

        assertThat(offset(store)).isEqualTo(8);
    }

    @Test
    void aReadOnlyServerIsNamedAndCanBeLoadedFrom() {
        JdbcOffsetStore store = started(database.pool());
        try (HikariDataSource pool = pool("?options=-c%20default_transaction_read_only=on")) {
            database.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
            JdbcOffsetStore standby = new PostgreSqlOffsetStore(pool);

            assertThat(offset(standby)).isEqualTo(5);
            assertThatThrownBy(() -> standby.commit(commit(5, 8)))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("read-only transaction")
                    .hasMessageContaining("point the data source at the primary");
        }
        store.commit(commit(5, 8));
    }

    @Test
    void aMissingPermissionComesWithTheStatementsToRun() {
        database.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC, " + role);
        try (HikariDataSource pool = pool("")) {
            assertThatThrownBy(() -> new PostgreSqlOffsetStore(pool))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("permission denied for schema public")
                    .hasMessageContaining("let a user who may create tables run: CREATE TABLE IF NOT EXISTS"
                            + " \"tidemark_offset\" (topic VARCHAR(249)")
                    .hasMessageContaining("GRANT USAGE, CREATE ON SCHEMA");
            database.execute("GRANT CREATE ON SCHEMA public TO " + role);
            started(pool).commit(commit(5, 8));
        }
    }

    @Test
    void theGrantsOfTheDocumentationAreEnough() {
        started(database.pool()).recordGovernor(GROUP, Governor.store());
        database.execute(
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC, " + role,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON tidemark_offset TO " + role,
                "GRANT SELECT, INSERT, DELETE ON tidemark_offset_history TO " + role,
                "GRANT SELECT, INSERT, UPDATE ON tidemark_loss TO " + role,
                "GRANT SELECT, INSERT, UPDATE ON tidemark_governor TO " + role);
        try (HikariDataSource pool = pool("")) {
            JdbcOffsetStore store =
                    database.store(pool, SqlStoreOptions.defaults().history(3));
            for (long offset = 5; offset < 80; offset++) {
                store.commit(commit(offset, offset + 1));
            }
            store.recordGovernor(GROUP, Governor.sink("a sink"));
            assertThat(store.history(GROUP, 100)).hasSizeLessThan(75);
            assertThat(store.rollback(GROUP, store.history(GROUP, 3).get(2).storedAt()))
                    .hasSize(1);
        }
    }

    @Test
    void aWrongPasswordIsReportedAndNotShown() {
        assertThatThrownBy(() -> OffsetStores.open(
                        "postgresql://" + SharedServer.get().address() + "/" + database.name(),
                        Map.of("user", role, "password", "hunter2")))
                .isInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageContaining("Check user and password of the data source")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void tooManyConnectionsOfTheUserAreNamed() {
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 0");
        assertThatThrownBy(() -> open(""))
                .hasMessageContaining("too many connections")
                .hasMessageContaining("raise the limit");
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT -1");
        try (OpenOffsetStore opened = open("")) {
            assertThat(opened.store().load(GROUP)).isEmpty();
        }
    }

    @Test
    void aSchemaIsUsedForAllTablesAndAMissingOneIsNamed() {
        assertThatThrownBy(() -> open("?schema=Jobs"))
                .hasMessageContaining("the database has no schema 'Jobs'; create it with CREATE SCHEMA \"Jobs\"");
        database.execute("CREATE SCHEMA \"Jobs\" AUTHORIZATION " + role);
        try (OpenOffsetStore opened = open("?schema=Jobs&driver.options=-c%20search_path=")) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
            opened.store().commit(commit(5, 8));
        }
        assertThat(database.query("SELECT untiloffset FROM \"Jobs\".tidemark_offset"))
                .containsExactly("8");
        assertThat(database.tables()).containsExactly("job");
    }

    @Test
    void noStatementIsKeptOnTheServerByAStoreThatWasOpenedByUrl() {
        try (OpenOffsetStore opened = open("")) {
            opened.store().initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
            for (long offset = 0; offset < 20; offset++) {
                opened.store().commit(commit(offset, offset + 1));
                // as a pooler does between two transactions: prepared statements are gone
                assertThat(opened.store().load(GROUP)).hasSize(1);
            }
        }
        assertThat(database.query("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%tidemark%'"))
                .containsExactly("0");
    }

    @Test
    void unsuitableTablesAreRefusedWithTheirRemedies() {
        refuses("CREATE UNLOGGED TABLE t (" + COLUMNS + ", PRIMARY KEY (topic, groupid, partitions))", "SET LOGGED");
        refuses("CREATE TABLE t (" + COLUMNS + ")", "ALTER TABLE \"t\" ADD PRIMARY KEY (topic, groupid, partitions)");
        refuses(
                "CREATE TABLE t (" + COLUMNS + ", UNIQUE (topic, groupid, partitions) DEFERRABLE)",
                "ADD PRIMARY KEY (topic, groupid, partitions)");
        refuses(
                "CREATE TABLE t (" + COLUMNS.replace("topic varchar(50)", "topic char(50)")
                        + ", PRIMARY KEY (topic, groupid, partitions))",
                "ALTER TABLE \"t\" ALTER COLUMN \"topic\" TYPE VARCHAR(50) COLLATE \"C\"");
        refuses(
                "CREATE TABLE t (" + COLUMNS + ", note int NOT NULL, PRIMARY KEY (topic, groupid, partitions))",
                "ALTER COLUMN \"note\" DROP NOT NULL");
        refuses("CREATE VIEW t AS SELECT 1 AS one", "it is a view");
    }

    /** A remedy that is a complete statement makes the table suitable. */
    private void refuses(String create, String remedy) {
        database.execute(create);
        assertThatThrownBy(() -> database.store(SqlTable.seed("t")))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageStartingWith("Cannot keep offsets in table t of PostgreSQL at ")
                .hasMessageContaining(remedy);
        if (remedy.startsWith("ALTER TABLE")) {
            database.execute(remedy);
            JdbcOffsetStore store = database.store(SqlTable.seed("t"));
            store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
            store.commit(commit(5, 8));
            assertThat(offset(store)).isEqualTo(8);
        }
        database.execute(create.startsWith("CREATE VIEW") ? "DROP VIEW t" : "DROP TABLE t");
    }

    @Test
    void twoStoresThatStartAtTheSameMomentCreateTheTablesOnce() {
        List<CompletableFuture<JdbcOffsetStore>> starts = IntStream.range(0, 8)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> database.store(SqlStoreOptions.defaults())))
                .toList();

        starts.forEach(start -> assertThat(start.join().load(GROUP)).isEmpty());
    }

    @Test
    void twoDriversWithManyPartitionsInDifferentOrdersDoNotDeadlock() {
        JdbcOffsetStore store = database.store(SqlStoreOptions.defaults());
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        IntStream.range(0, 300)
                .forEach(number -> first.put(new TopicPartition("t" + number % 7, number), StoredOffset.of(0)));
        store.initialize(GROUP, first);
        List<CompletableFuture<Integer>> drivers = IntStream.range(0, 4)
                .mapToObj(driver -> CompletableFuture.supplyAsync(() -> commits(store, first)))
                .toList();

        int applied = drivers.stream().mapToInt(CompletableFuture::join).sum();
        assertThat(store.load(GROUP).values()).extracting(StoredOffset::offset).containsOnly((long) applied);
    }

    /** Follows what is stored; every failure but a conflict fails the test. */
    private static int commits(JdbcOffsetStore store, Map<TopicPartition, StoredOffset> first) {
        int applied = 0;
        for (int round = 0; round < 30; round++) {
            long from = store.load(GROUP).values().iterator().next().offset();
            try {
                store.commit(new OffsetCommit(
                        GROUP,
                        first.keySet().stream()
                                .map(partition -> new PartitionRange(partition, from, from + 1))
                                .toList()));
                applied++;
            } catch (OffsetConflictException another) {
                // another driver was first
            }
        }
        return applied;
    }

    private OpenOffsetStore open(String query) {
        return OffsetStores.open(
                "postgresql://" + SharedServer.get().address() + "/" + database.name() + query,
                Map.of("user", role, "password", "correct horse"));
    }

    private HikariDataSource pool(String parameters) {
        HikariDataSource pool = database.pool(database.url() + parameters);
        pool.setUsername(role);
        pool.setPassword("correct horse");
        return pool;
    }

    private static JdbcOffsetStore started(HikariDataSource source) {
        JdbcOffsetStore store = new PostgreSqlOffsetStore(source);
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        return store;
    }

    private static long offset(JdbcOffsetStore store) {
        return store.load(GROUP).values().iterator().next().offset();
    }

    private static void insert(Connection connection, int line) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO job VALUES (" + line + ")");
        }
    }

    private static OffsetCommit commit(long from, long until) {
        return new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, from, until)));
    }
}
