package io.tidemark.offset.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.offset.GroupId;
import io.tidemark.offset.OffsetCommit;
import io.tidemark.offset.OffsetReposition;
import io.tidemark.offset.OffsetReposition.Move;
import io.tidemark.offset.OffsetStoreException;
import io.tidemark.offset.PartitionRange;
import io.tidemark.offset.StoredOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The table of older jobs, in the forms that it has in the field. */
class SeedTableIT {

    private static final GroupId GROUP = new GroupId("recharge");
    private static final TopicPartition FIRST = new TopicPartition("recharge-logs", 0);
    private static final TopicPartition SECOND = new TopicPartition("recharge-logs", 1);
    private static final String SEED = "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int,"
            + " fromoffset bigint, untiloffset bigint, PRIMARY KEY (topic, groupid, partitions))";

    private final TestDatabase database = new TestDatabase(SharedServer.get());

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void rowsWrittenByHandAreTakenOver() {
        database.execute(
                SEED,
                "INSERT INTO offset_tb VALUES ('recharge-logs', 'recharge', 0, 100, 250),"
                        + " ('recharge-logs', 'recharge', 1, 90, 240), ('recharge-logs', 'other', 0, 1, 2)");
        MySqlOffsetStore store = store();

        assertThat(store.load(GROUP, Set.of("recharge-logs")))
                .containsOnly(Map.entry(FIRST, StoredOffset.of(250)), Map.entry(SECOND, StoredOffset.of(240)));
        commit(store, FIRST, 250, 300);

        assertThat(database.query("SELECT * FROM offset_tb ORDER BY groupid, partitions"))
                .containsExactly(
                        "recharge-logs other 0 1 2",
                        "recharge-logs recharge 0 250 300",
                        "recharge-logs recharge 1 90 240");
    }

    @Test
    void aMissingTableIsCreatedColumnForColumn() {
        store();

        assertThat(database.query("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema ="
                        + " DATABASE() AND table_name = 'offset_tb' ORDER BY ordinal_position"))
                .containsExactly(
                        "topic varchar",
                        "groupid varchar",
                        "partitions int",
                        "fromoffset bigint",
                        "untiloffset bigint");
        assertThat(database.query(
                        "SELECT column_name FROM information_schema.statistics WHERE table_schema = DATABASE()"
                                + " AND table_name = 'offset_tb' AND index_name = 'PRIMARY' ORDER BY seq_in_index"))
                .containsExactly("topic", "groupid", "partitions");
    }

    @Test
    void theFirstOffsetIsWrittenAsBothEndsOfARange() {
        store().initialize(GROUP, Map.of(FIRST, StoredOffset.of(7)));

        assertThat(database.query("SELECT * FROM offset_tb")).containsExactly("recharge-logs recharge 0 7 7");
    }

    @Test
    void aTopicThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
        database.execute(SEED);
        MySqlOffsetStore store = store();
        TopicPartition tooLong = new TopicPartition("t".repeat(33), 0);

        assertThatThrownBy(
                        () -> store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(1), tooLong, StoredOffset.of(1))))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessage("Cannot store offsets of topic '" + "t".repeat(33) + "' in " + where() + ": it has 33"
                        + " characters, column topic is varchar(32); nothing was stored. Widen the column: ALTER TABLE"
                        + " `offset_tb` MODIFY `topic` VARCHAR(249) CHARACTER SET utf8mb4 COLLATE "
                        + collation("topic") + " NOT NULL");
        assertThat(database.query("SELECT * FROM offset_tb")).isEmpty();
        assertThat(store.load(GROUP, Set.of(tooLong.topic()))).isEmpty();
    }

    @Test
    void aTopicThatJustFitsIsKept() {
        database.execute(SEED);
        TopicPartition longest = new TopicPartition("t".repeat(32), 0);

        store().initialize(GROUP, Map.of(longest, StoredOffset.of(1)));

        assertThat(store().load(GROUP, Set.of(longest.topic()))).containsOnlyKeys(longest);
    }

    @Test
    void aColumnThatWasWidenedMeanwhileIsSeen() {
        database.execute(SEED);
        MySqlOffsetStore store = store();
        TopicPartition tooLong = new TopicPartition("t".repeat(33), 0);
        database.execute("ALTER TABLE offset_tb MODIFY topic varchar(249)");

        store.initialize(GROUP, Map.of(tooLong, StoredOffset.of(1)));

        assertThat(store.load(GROUP, Set.of(tooLong.topic()))).containsOnlyKeys(tooLong);
    }

    @Test
    void aGroupThatDoesNotFitIsRefused() {
        database.execute(SEED);

        assertThatThrownBy(() -> store().initialize(new GroupId("g".repeat(51)), Map.of(FIRST, StoredOffset.of(1))))
                .hasMessageContaining("it has 51 characters, column groupid is varchar(50); nothing was stored");
    }

    @Test
    void aGroupInLettersThatTheColumnDoesNotHaveIsRefused() {
        database.execute(SEED + " CHARACTER SET latin1");
        GroupId group = new GroupId("充值监控");

        assertThatThrownBy(() -> store().initialize(group, Map.of(FIRST, StoredOffset.of(1))))
                .hasMessageContaining("column groupid is varchar(50) in character set latin1, which does not have these"
                        + " characters; nothing was stored. Convert the column");
        assertThat(store().load(group, Set.of("recharge-logs"))).isEmpty();
    }

    @Test
    void anEmojiIsRefusedByAColumnOfThreeByteCharacters() {
        database.execute(SEED + " CHARACTER SET utf8mb3");

        assertThatThrownBy(() ->
                        store().initialize(new GroupId("recharge\uD83D\uDCB0"), Map.of(FIRST, StoredOffset.of(1))))
                .hasMessageContaining("in character set utf8mb3");
        store().initialize(new GroupId("充值监控"), Map.of(FIRST, StoredOffset.of(1)));
        assertThat(store().load(new GroupId("充值监控"), Set.of("recharge-logs"))).containsOnlyKeys(FIRST);
    }

    @Test
    void namesThatAnOldCollationTakesForOneAreNotMixed() {
        database.execute(SEED + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        MySqlOffsetStore store = store();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        TopicPartition other = new TopicPartition("Recharge-Logs", 0);

        assertThat(store.load(GROUP, Set.of("Recharge-Logs"))).isEmpty();
        assertThat(store.load(new GroupId("RECHARGE"), Set.of("recharge-logs"))).isEmpty();
        assertThatThrownBy(() -> store.initialize(GROUP, Map.of(other, StoredOffset.of(9), SECOND, StoredOffset.of(1))))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessageContaining("partitions [Recharge-Logs-0]")
                .hasMessageContaining(
                        "the table treats their names as equal to those of other rows [group 'recharge', topic"
                                + " 'recharge-logs', partition 0], because it compares topics by utf8mb4_general_ci")
                .hasMessageContaining("nothing was stored");
        assertThatThrownBy(() -> commit(store, other, 5, 6)).hasMessageContaining("no entry");
        assertThat(database.query("SELECT * FROM offset_tb")).containsExactly("recharge-logs recharge 0 5 5");
    }

    @Test
    void twoNewNamesThatAnOldCollationTakesForOneAreBothRefused() {
        database.execute(SEED + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");

        assertThatThrownBy(() -> store().initialize(
                                GROUP,
                                Map.of(
                                        new TopicPartition("a", 0), StoredOffset.of(1),
                                        new TopicPartition("A", 0), StoredOffset.of(2))))
                .hasMessageContaining("the table treats their names as equal to those of other rows");
        assertThat(database.query("SELECT * FROM offset_tb")).isEmpty();
    }

    @Test
    void otherNamesOfAnOldCollationDoNotDisturb() {
        database.execute(SEED + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        MySqlOffsetStore store = store();
        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        store.initialize(new GroupId("Recharge"), Map.of(SECOND, StoredOffset.of(6)));

        commit(store, FIRST, 5, 8);
        store.reposition(new OffsetReposition(
                new GroupId("Recharge"), Map.of(SECOND, Move.removal(StoredOffset.of(6))), List.of()));

        assertThat(database.query("SELECT * FROM offset_tb")).containsExactly("recharge-logs recharge 0 5 8");
    }

    @Test
    void furtherColumnsOfAnOldTableKeepTheirDefaults() {
        database.execute(SEED.replace(
                "PRIMARY KEY",
                "changed timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, note varchar(9)," + " PRIMARY KEY"));
        MySqlOffsetStore store = store();

        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        commit(store, FIRST, 5, 8);

        assertThat(database.query("SELECT topic, untiloffset, note FROM offset_tb"))
                .containsExactly("recharge-logs 8 null");
    }

    @Test
    void columnsInAnotherOrderAndCaseAreFound() {
        database.execute(
                "CREATE TABLE offset_tb (UntilOffset bigint, FromOffset bigint, Partitions int, GroupId varchar(50),"
                        + " Topic varchar(32), UNIQUE KEY the_key (GroupId, Topic, Partitions))");
        MySqlOffsetStore store = store();

        store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
        commit(store, FIRST, 5, 8);

        assertThat(Offsets.of(store, GROUP)).containsOnly(Map.entry(FIRST, 8L));
    }

    @Test
    void aTableThatCannotRollBackIsRefused() {
        database.execute(SEED + " ENGINE=MyISAM");

        assertThatThrownBy(this::store)
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessage(
                        "Cannot keep offsets in " + where() + ": its engine is MyISAM, which cannot roll back; convert"
                                + " it with ALTER TABLE `offset_tb` ENGINE=InnoDB");
    }

    @Test
    void aTableThatCouldHoldAPartitionTwiceIsRefused() {
        database.execute(
                "CREATE TABLE offset_tb (topic varchar(32), groupid varchar(50), partitions int, fromoffset bigint,"
                        + " untiloffset bigint, UNIQUE KEY near (topic(8), groupid, partitions))");

        assertThatThrownBy(this::store)
                .hasMessageContaining(
                        "it has no unique key on exactly (topic, groupid, partitions), so one partition could"
                                + " have two offsets; add it with ALTER TABLE `offset_tb` ADD PRIMARY KEY");
    }

    @Test
    void aTableOfSomethingElseIsRefusedWithAllThatIsWrong() {
        database.execute("CREATE TABLE offset_tb (topic varchar(32), partitions int) ENGINE=MyISAM");

        assertThatThrownBy(this::store)
                .hasMessageContaining(
                        "it has no column groupid, fromoffset, untiloffset (its columns: topic, partitions), so it is"
                                + " not a table of offsets; name another table, which the store then creates;"
                                + " and its engine is MyISAM")
                .hasMessageContaining("; and it has no unique key");
    }

    @Test
    void anOffsetThatIsNoOffsetIsReported() {
        database.execute(SEED, "INSERT INTO offset_tb VALUES ('recharge-logs', 'recharge', 0, 100, NULL)");

        assertThatThrownBy(() -> store().load(GROUP, Set.of("recharge-logs")))
                .isExactlyInstanceOf(OffsetStoreException.class)
                .hasMessage("Cannot read the offset of group recharge, partition recharge-logs-0 from " + where() + ":"
                        + " untiloffset is NULL. Delete the row to begin as if nothing was stored, or set the next offset"
                        + " to read");
        database.execute("UPDATE offset_tb SET untiloffset = -1");
        assertThatThrownBy(() -> store().load(GROUP, Set.of("recharge-logs")))
                .hasMessageContaining("untiloffset is -1");
    }

    @Test
    void aUserWhoMayOnlyReadAndWriteTheTableIsEnough() {
        database.execute(SEED, "CREATE USER IF NOT EXISTS narrow@'%' IDENTIFIED BY 'narrow'");
        database.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + database.name() + ".offset_tb TO narrow@'%'");
        try (HikariDataSource narrow = new HikariDataSource()) {
            narrow.setJdbcUrl(database.url());
            narrow.setUsername("narrow");
            narrow.setPassword("narrow");
            MySqlOffsetStore store = new MySqlOffsetStore(narrow);

            store.initialize(GROUP, Map.of(FIRST, StoredOffset.of(5)));
            commit(store, FIRST, 5, 8);

            assertThat(store.load(GROUP, Set.of("recharge-logs"))).containsOnly(Map.entry(FIRST, StoredOffset.of(8)));
            assertThatThrownBy(() -> store.lossReceipts(GROUP))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining("tidemark_loss");
        } finally {
            database.execute("DROP USER narrow@'%'");
        }
    }

    @Test
    void aUserWhoMayNotCreateTheTableIsToldWhatIsMissing() {
        database.execute("CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY 'secret-7'");
        database.execute("GRANT SELECT ON " + database.name() + ".* TO reader@'%'");
        try (HikariDataSource reader = new HikariDataSource()) {
            reader.setJdbcUrl(database.url());
            reader.setUsername("reader");
            reader.setPassword("secret-7");

            assertThatThrownBy(() -> new MySqlOffsetStore(reader))
                    .isExactlyInstanceOf(OffsetStoreException.class)
                    .hasMessageContaining(
                            "Cannot prepare the offset store in table offset_tb of MySQL at " + database.url())
                    .hasMessageContaining("CREATE command denied")
                    .hasMessageContaining("CREATE TABLE IF NOT EXISTS `offset_tb`")
                    .hasMessageNotContaining("secret-7");
        } finally {
            database.execute("DROP USER reader@'%'");
        }
    }

    @Test
    void aConnectionWithoutADatabaseIsRefused() {
        try (HikariDataSource pool =
                database.pool("jdbc:mysql://127.0.0.1:" + SharedServer.get().port() + "/")) {
            assertThatThrownBy(() -> new MySqlOffsetStore(pool))
                    .hasMessage("Cannot keep offsets in table offset_tb of MySQL at jdbc:mysql://127.0.0.1:"
                            + SharedServer.get().port()
                            + ": the connection has no database; name one in the JDBC URL");
        }
    }

    private String where() {
        return "table offset_tb of MySQL at " + database.url();
    }

    private String collation(String column) {
        return database.query("SELECT collation_name FROM information_schema.columns WHERE table_schema = DATABASE()"
                        + " AND table_name = 'offset_tb' AND column_name = '" + column + "'")
                .get(0);
    }

    private MySqlOffsetStore store() {
        return new MySqlOffsetStore(database.pool());
    }

    private static void commit(MySqlOffsetStore store, TopicPartition partition, long from, long until) {
        store.commit(new OffsetCommit(GROUP, List.of(new PartitionRange(partition, from, until))));
    }
}
