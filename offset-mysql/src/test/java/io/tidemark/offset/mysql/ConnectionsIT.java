package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetConflictException;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import io.tidemark.offset.jdbc.SqlStoreOptions;
import io.tidemark.offset.jdbc.SqlTable;
import io.tidemark.offset.jdbc.internal.connection.Connections;
import io.tidemark.offset.jdbc.internal.connection.Drivers;
import io.tidemark.offset.jdbc.internal.connection.OwnConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store does with the connections that it borrows, whatever pool and settings they come from. */
class ConnectionsIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aCommitTakesTheSameNumberOfStatementsForAnyNumberOfPartitions() throws SQLException {
        try (HikariDataSource one = pool(config -> config.setMaximumPoolSize(1))) {
            MySqlOffsetStore store = new MySqlOffsetStore(one);
            long single = statementsOfACommit(one, store, "one", 1);

            assertThat(single).as("with the table of identities").isLessThanOrEqualTo(5);
            assertThat(statementsOfACommit(one, store, "hundred", 100)).isEqualTo(single);
            assertThat(statementsOfACommit(one, store, "thousand", 1_000)).isEqualTo(single);
            assertThat(statementsOfACommit(one, store, "ten-thousand", 10_000)).isEqualTo(single);
        }
        try (HikariDataSource one = pool(config -> config.setMaximumPoolSize(1))) {
            MySqlOffsetStore own = new MySqlOffsetStore(one, SqlTable.own());
            long single = statementsOfACommit(one, own, "one", 1);

            assertThat(single).as("with the history").isLessThanOrEqualTo(6);
            assertThat(statementsOfACommit(one, own, "ten-thousand", 10_000)).isEqualTo(single);
        }
    }

    @Test
    void aCommitOfAStoreThatWasOpenedByUrlTakesThreeRoundTrips() throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", SharedServer.get().user());
        login.setProperty("password", SharedServer.get().password());
        try (OwnConnection own = new OwnConnection(Drivers.forUrl(database.url(), ""), database.url(), login)) {
            MySqlOffsetStore store = new MySqlOffsetStore(own, SqlStoreOptions.defaults());

            assertThat(statementsOfACommit(own, store, "url", 100)).isEqualTo(3);
        }
    }

    @Test
    void tenThousandPartitionsWithTheLongestNamesPassASmallPacketLimitInOneTransaction() throws SQLException {
        GroupId group = new GroupId("充".repeat(255));
        String topic = "t".repeat(249);
        database.execute("SET GLOBAL max_allowed_packet = 1048576");
        try (HikariDataSource small = pool(config -> config.setMaximumPoolSize(2))) {
            MySqlOffsetStore store = new MySqlOffsetStore(small);
            Map<TopicPartition, StoredOffset> first = new HashMap<>();
            List<PartitionRange> ranges = new ArrayList<>();
            for (int number = 0; number < 10_000; number++) {
                first.put(new TopicPartition(topic, number), StoredOffset.of(number));
                ranges.add(new PartitionRange(new TopicPartition(topic, number), number, 20_000L));
            }
            store.initialize(group, first);
            ranges.set(9_999, new PartitionRange(new TopicPartition(topic, 9_999), 1, 20_000));

            assertThatThrownBy(() -> store.commit(new OffsetCommit(group, ranges)))
                    .isInstanceOf(OffsetConflictException.class);
            assertThat(Offsets.of(store, group)).isEqualTo(Offsets.of(first));

            ranges.set(9_999, new PartitionRange(new TopicPartition(topic, 9_999), 9_999, 20_000));
            store.commit(new OffsetCommit(group, ranges));
            assertThat(Offsets.of(store, group).values()).hasSize(10_000).containsOnly(20_000L);
        } finally {
            database.execute("SET GLOBAL max_allowed_packet = DEFAULT");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?useAffectedRows=true",
                "?useAffectedRows=false",
                "?rewriteBatchedStatements=true",
                "?useServerPrepStmts=true&cachePrepStmts=true",
                "?useLocalSessionState=true",
                "?useLocalTransactionState=true",
                "?elideSetAutoCommits=true",
                "?characterEncoding=UTF-8",
                "?connectionTimeZone=%2B08:00&forceConnectionTimeZoneToSession=true",
                "?sessionVariables=sql_mode=''",
                "?sessionVariables=sql_mode='ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
                "?sessionVariables=transaction_isolation='SERIALIZABLE'",
                "?sessionVariables=transaction_isolation='READ-UNCOMMITTED'",
                "?sessionVariables=autocommit=0",
                "?allowMultiQueries=true",
                "?maxRows=1000&useCursorFetch=true&defaultFetchSize=10"
            })
    void theSettingsOfTheDriverDoNotMatter(String parameters) {
        String understood = parameters.replace("transaction_isolation", isolationVariable());
        try (HikariDataSource pool = database.pool(database.url() + understood)) {
            assertThatSettingsDoNotMatter(new MySqlOffsetStore(pool, SqlTable.own()));
            assertThatSettingsDoNotMatter(new MySqlOffsetStore(pool));
        }
    }

    private static void assertThatSettingsDoNotMatter(MySqlOffsetStore store) {
        GroupId group = new GroupId("充值 '监控' \\ \" %");
        store.initialize(group, Map.of(PARTITION, StoredOffset.of(5)));

        commit(store, group, 5, 8);
        commit(store, group, 8, 8);

        assertThatThrownBy(() -> commit(store, group, 5, 8)).isInstanceOf(OffsetConflictException.class);
        assertThat(store.load(group, Set.of("orders"))).hasSize(1).allSatisfy((partition, entry) -> {
            assertThat(entry.offset()).isEqualTo(8);
            assertThat(entry.storedAt()).get().satisfies(time -> assertThat(time)
                    .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600)));
        });
    }

    /** MariaDB before 11.1 has only the older name. */
    private String isolationVariable() {
        return database
                .query("SHOW VARIABLES WHERE Variable_name IN ('transaction_isolation', 'tx_isolation')")
                .stream()
                .map(row -> row.substring(0, row.indexOf(' ')))
                .max(Comparator.comparing("transaction_isolation"::equals))
                .orElseThrow();
    }

    @Test
    void connectionsGoBackAsTheyCame() throws SQLException {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (HikariDataSource one = pool(config -> {
                config.setMaximumPoolSize(1);
                config.setAutoCommit(autoCommit);
                config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
            })) {
                MySqlOffsetStore store = new MySqlOffsetStore(one);
                store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
                assertThatThrownBy(() -> commit(store, GROUP, 1, 2)).isInstanceOf(OffsetConflictException.class);

                try (Connection connection = one.getConnection();
                        Statement statement = connection.createStatement()) {
                    assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                    var answer = statement.executeQuery(
                            "SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id ="
                                    + " CONNECTION_ID()");
                    answer.next();
                    assertThat(answer.getInt(1)).isZero();
                }
            }
        }
    }

    @Test
    void noConnectionIsKeptAfterWhateverEnd() {
        try (HikariDataSource pool = pool(config -> config.setMaximumPoolSize(2))) {
            MySqlOffsetStore store = new MySqlOffsetStore(pool);
            store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(0)));
            for (int round = 0; round < 10; round++) {
                long from = round;
                commit(store, GROUP, from, from + 1);
                assertThatThrownBy(() -> commit(store, GROUP, from, from + 1))
                        .isInstanceOf(OffsetConflictException.class);
                assertThatThrownBy(() -> store.commitWith(commitOf(GROUP, from + 1, from + 2), connection -> {
                            throw new IllegalStateException("the job's own");
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }

            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void connectionsThatDiedInThePoolArePassedOver() throws SQLException {
        try (HikariDataSource pool = pool(config -> config.setMaximumPoolSize(10))) {
            DataSource unchecked = uncheckedPool(pool, 5);
            MySqlOffsetStore store = new MySqlOffsetStore(unchecked);
            store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
            killConnections();

            commit(store, GROUP, 5, 8);

            assertThat(Offsets.of(store, GROUP)).containsOnly(Map.entry(PARTITION, 8L));
        }
    }

    @Test
    void aPoolThatChecksItsConnectionsGoesOnAfterTheyDied() {
        MySqlOffsetStore store = new MySqlOffsetStore(database.pool());
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        killConnections();

        commit(store, GROUP, 5, 8);

        assertThat(Offsets.of(store, GROUP)).containsOnly(Map.entry(PARTITION, 8L));
    }

    @Test
    void aServerThatOnlyReadsIsNamed() {
        MySqlOffsetStore store = new MySqlOffsetStore(database.pool());
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        database.execute(
                "CREATE USER IF NOT EXISTS plain@'%' IDENTIFIED BY 'plain'",
                "GRANT ALL ON " + database.name() + ".* TO plain@'%'", "SET GLOBAL read_only = 1");
        try (HikariDataSource plain = pool(config -> {
            config.setUsername("plain");
            config.setPassword("plain");
        })) {
            assertThatThrownBy(() -> commit(new MySqlOffsetStore(plain), GROUP, 5, 8))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining(
                            "nothing was stored. The server accepts no writes now: point the data source at the primary");
        } finally {
            database.execute("SET GLOBAL read_only = 0", "DROP USER plain@'%'");
        }
        assertThat(Offsets.of(store, GROUP)).containsOnly(Map.entry(PARTITION, 5L));
    }

    @Test
    void aRowThatSomebodyElseHoldsIsReportedWithWhatToDo() throws SQLException {
        MySqlOffsetStore store = new MySqlOffsetStore(database.pool());
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5)));
        try (Connection holder = database.pool().getConnection();
                Statement statement = holder.createStatement();
                HikariDataSource impatient =
                        database.pool(database.url() + "?sessionVariables=innodb_lock_wait_timeout=1")) {
            holder.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM offset_tb FOR UPDATE").close();

            assertThatThrownBy(() -> commit(new MySqlOffsetStore(impatient), GROUP, 5, 8))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining(
                            "Cannot commit offsets of group recharge in table offset_tb of MySQL at " + database.url())
                    .hasMessageContaining(
                            "nothing was stored. Another driver of the group, or a session that was left open,"
                                    + " holds the rows");
            assertThat(Offsets.of(store, GROUP)).containsOnly(Map.entry(PARTITION, 5L));
            holder.rollback();
        }
        commit(store, GROUP, 5, 8);
    }

    @Test
    void aCommitThatIsTheVictimOfADeadlockIsKnownNotAppliedAndMayBeMadeAgain() throws Exception {
        TopicPartition second = new TopicPartition("orders", 1);
        MySqlOffsetStore store = new MySqlOffsetStore(database.pool());
        store.initialize(GROUP, Map.of(PARTITION, StoredOffset.of(5), second, StoredOffset.of(5)));
        database.execute("CREATE TABLE heavy (number int)");
        OffsetCommit commit =
                new OffsetCommit(GROUP, List.of(new PartitionRange(PARTITION, 5, 8), new PartitionRange(second, 5, 8)));
        try (Connection holder = database.pool().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            // the victim is the one that has written less
            statement.execute("INSERT INTO heavy VALUES " + "(1), ".repeat(999) + "(1)");
            statement
                    .executeQuery(
                            "SELECT * FROM offset_tb WHERE topic = 'orders' AND groupid = 'recharge' AND partitions = 1 FOR UPDATE")
                    .close();
            CompletableFuture<Void> committing = CompletableFuture.runAsync(() -> store.commit(commit));
            await().until(() -> !database.query(
                            "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'")
                    .isEmpty());

            statement
                    .executeQuery(
                            "SELECT * FROM offset_tb WHERE topic = 'orders' AND groupid = 'recharge' AND partitions = 0 FOR UPDATE")
                    .close();

            assertThat(committing)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingCause()
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .withMessageContaining("nothing was stored. The server has chosen this transaction as a deadlock's"
                            + " victim: the same call may be made again");
            holder.rollback();
        }

        store.commit(commit);

        assertThat(Offsets.of(store, GROUP).values()).containsOnly(8L);
    }

    @Test
    void rowsOfAnotherGroupThatAreHeldDoNotMatter() throws SQLException {
        MySqlOffsetStore store = new MySqlOffsetStore(database.pool());
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        for (String topic : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            first.put(new TopicPartition(topic, 0), StoredOffset.of(5));
            ranges.add(new PartitionRange(new TopicPartition(topic, 0), 5, 8));
        }
        for (String group : List.of("a-neighbour", "recharge", "the-next")) {
            store.initialize(new GroupId(group), first);
        }
        try (Connection holder = database.pool().getConnection();
                Statement statement = holder.createStatement();
                HikariDataSource impatient =
                        database.pool(database.url() + "?sessionVariables=innodb_lock_wait_timeout=1")) {
            holder.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            holder.setAutoCommit(false);
            statement
                    .executeQuery("SELECT * FROM offset_tb WHERE groupid <> 'recharge' FOR UPDATE")
                    .close();
            MySqlOffsetStore other = new MySqlOffsetStore(impatient);

            other.commit(new OffsetCommit(GROUP, ranges));
            other.initialize(GROUP, Map.of(new TopicPartition("a", 1), StoredOffset.of(0)));
            other.reposition(new OffsetReposition(
                    GROUP,
                    Map.of(
                            new TopicPartition("b", 0), Move.removal(StoredOffset.of(8)),
                            new TopicPartition("g", 0), Move.removal(StoredOffset.of(8))),
                    List.of()));

            assertThat(other.load(GROUP, Set.of("a", "b", "c"))).hasSize(3);
            holder.rollback();
        }
    }

    private static long statementsOfACommit(HikariDataSource one, MySqlOffsetStore store, String topic, int partitions)
            throws SQLException {
        return statementsOfACommit(Connections.of(one), store, topic, partitions);
    }

    private static long statementsOfACommit(Connections one, MySqlOffsetStore store, String topic, int partitions)
            throws SQLException {
        Map<TopicPartition, StoredOffset> first = new HashMap<>();
        List<PartitionRange> ranges = new ArrayList<>();
        for (int number = 0; number < partitions; number++) {
            first.put(new TopicPartition(topic, number), StoredOffset.of(number));
            ranges.add(new PartitionRange(new TopicPartition(topic, number), number, number + 7L));
        }
        store.initialize(GROUP, first);
        long before = questions(one);
        store.commit(new OffsetCommit(GROUP, ranges));
        return questions(one) - before - 1;
    }

    /** The number of statements that the only connection has sent so far. */
    private static long questions(Connections one) throws SQLException {
        Connection connection = one.borrow();
        try (Statement statement = connection.createStatement();
                var answer = statement.executeQuery("SHOW SESSION STATUS LIKE 'Questions'")) {
            answer.next();
            return answer.getLong(2);
        } finally {
            one.giveBack(connection);
        }
    }

    private void killConnections() {
        for (String id : database.query("SELECT id FROM information_schema.processlist WHERE db = '" + database.name()
                + "' AND id <> CONNECTION_ID()")) {
            database.execute("KILL " + id);
        }
        database.pool().getHikariPoolMXBean().softEvictConnections();
    }

    private HikariDataSource pool(Consumer<HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setUsername(SharedServer.get().user());
        config.setPassword(SharedServer.get().password());
        settings.accept(config);
        return new HikariDataSource(config);
    }

    /** A pool that does not look whether its connections still live. */
    private static DataSource uncheckedPool(DataSource source, int size) throws SQLException {
        Deque<Connection> idle = new ArrayDeque<>();
        for (int number = 0; number < size; number++) {
            idle.add(source.getConnection());
        }
        return (DataSource) Proxy.newProxyInstance(
                ConnectionsIT.class.getClassLoader(), new Class<?>[] {DataSource.class}, (pool, method, arguments) -> {
                    Connection taken = idle.isEmpty() ? source.getConnection() : idle.removeFirst();
                    return Proxy.newProxyInstance(
                            ConnectionsIT.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (connection, call, given) -> {
                                if (call.getName().equals("close")) {
                                    if (!taken.isClosed()) {
                                        idle.addLast(taken);
                                    }
                                    return taken;
                                }
                                try {
                                    return call.invoke(taken, given);
                                } catch (InvocationTargetException e) {
                                    throw e.getTargetException();
                                }
                            });
                });
    }

    private static void commit(MySqlOffsetStore store, GroupId group, long from, long until) {
        store.commit(commitOf(group, from, until));
    }

    private static OffsetCommit commitOf(GroupId group, long from, long until) {
        return new OffsetCommit(group, List.of(new PartitionRange(PARTITION, from, until)));
    }
}
